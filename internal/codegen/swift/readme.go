package swift

import (
	"embed"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

//go:embed templates
var templateFiles embed.FS

var templates = codegen.ParseTemplates(templateFiles, map[string]func(string) string{"literal": literal})

// readme is what an app developer needs to use the package. Sample and Test of a flow are empty where no service emits anything.
func readme(flows []codegen.Input) ([]byte, error) {
	var texts []codegen.Values
	for _, in := range flows {
		c, err := client.NewSince(in.Flow, in.Services, in.History)
		if err != nil {
			return nil, err
		}
		emitters := codegen.Map(in.Services, func(s *model.Service) string { return serviceName(s, in.Flow) })
		texts = append(texts, codegen.Values{
			"Module": targetName(in.Flow), "Flow": in.Flow.Name, "Version": in.Flow.Version.String(), "Emitters": codegen.CodeList(emitters),
			"Sample": sample(in, c), "Test": sampleTest(in, c),
		})
	}
	first := flows[0]
	name, from := packageName(first), runtimeOf(first.Options)
	runtime := from.name
	if first.Options.EmitRuntime {
		runtime = name
	}
	return templates.Execute("README.md", codegen.Values{
		"Header": strings.Join(packageHeader(first), " "), "Name": name, "Runtime": runtime, "Product": targetName(first.Flow),
		"Emit": first.Options.EmitRuntime, "Path": from.path, "URL": from.url, "Minimum": from.version, "Flows": texts,
	})
}
