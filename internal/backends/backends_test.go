package backends

import (
	"strings"
	"testing"
)

func TestByName(t *testing.T) {
	for _, name := range Names() {
		backend, err := ByName(name)
		if err != nil || backend.Name() != name {
			t.Errorf("ByName(%q) is %v, %v", name, backend, err)
		}
	}
	if _, err := ByName("cobol"); err == nil || !strings.Contains(err.Error(), strings.Join(Names(), ", ")) {
		t.Errorf("an unknown language gives %v", err)
	}
}
