package resolve_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/model"
)

const sharedService = "specgen: v1\nservices:\n  app: { brief: The app. }\n"

// importing is a flow whose only service is imported; section is what stands in the place of its own services.
func importing(head, section string) string {
	own := "services:\n  app: { brief: The app. }\n"
	return strings.Replace(flowWith(head, "", "", ""), own, section, 1)
}

func TestServicesMayAllBeImported(t *testing.T) {
	for name, section := range map[string]string{"left out": "", "empty": "services: {}\n"} {
		result := load(t, folder{"flow.yaml": importing("import: [common.yaml]\n", section), "common.yaml": sharedService})
		if len(result.Diagnostics) > 0 {
			t.Errorf("services %s: %+v", name, result.Diagnostics)
			continue
		}
		if got := names(result.Flow.Services, serviceName); got != "app" {
			t.Errorf("services %s: got %q", name, got)
		}
	}
}

func TestFlowWithoutServices(t *testing.T) {
	for name, test := range map[string]struct {
		files folder
		want  []string
	}{
		"an empty section":           {folder{"flow.yaml": importing("", "services: {}\n")}, []string{"service/none"}},
		"neither section nor import": {folder{"flow.yaml": importing("", "")}, []string{"spec/missing-key"}},
		"an import without services": {folder{"flow.yaml": importing("import: [a.yaml]\n", ""), "a.yaml": "specgen: v1\ntags:\n  a: { brief: A., type: int }\n"},
			[]string{"service/none"}},
		"an import that is missing": {folder{"flow.yaml": importing("import: [a.yaml]\n", "")}, []string{"file/missing"}},
	} {
		if got := codes(load(t, test.files).Diagnostics); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// TestRoles holds which services run on a user's device: those that say so, else those in the language of one.
func TestRoles(t *testing.T) {
	for entry, want := range map[string]model.Role{
		"": model.Backend, ", language: go": model.Backend, ", language: swift": model.Client, ", language: kotlin": model.Client,
		", language: typescript": model.Client, ", language: kotlin, role: backend": model.Backend, ", language: go, role: client": model.Client,
		", role: client": model.Client,
	} {
		result := load(t, folder{"flow.yaml": importing("", "services:\n  app: { brief: The app."+entry+" }\n")})
		if len(result.Diagnostics) > 0 || result.Flow.Services[0].Role != want {
			t.Errorf("%q: role %d, %+v", entry, result.Flow.Services[0].Role, result.Diagnostics)
		}
	}
}
