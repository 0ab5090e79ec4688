package swift

import (
	"embed"
	"text/template"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

//go:embed templates
var templateFiles embed.FS

var templates = codegen.Templates(templateFiles, template.FuncMap{"literal": literal})

// readmeFlow is what the README says of a flow. Sample and Test are empty where no service emits anything.
type readmeFlow struct {
	Module       string
	Flow         *model.Flow
	Emitters     []string
	Sample, Test string
}

// readme is what an app developer needs to use the package.
func readme(flows []codegen.Input) ([]byte, error) {
	var texts []readmeFlow
	for _, in := range flows {
		c, err := client.NewSince(in.Flow, in.Services, in.History)
		if err != nil {
			return nil, err
		}
		emitters := codegen.Map(in.Services, func(s *model.Service) string { return serviceName(s, in.Flow) })
		texts = append(texts, readmeFlow{targetName(in.Flow), in.Flow, emitters, sample(in, c), sampleTest(in, c)})
	}
	first := flows[0]
	name, runtime := packageName(first), "Flowtrace"
	if first.Options.EmitRuntime {
		runtime = name
	}
	return codegen.Execute(templates, "README.md", map[string]any{
		"Header": packageHeader(first), "Name": name, "Runtime": runtime, "Emit": first.Options.EmitRuntime, "Flows": texts,
	})
}
