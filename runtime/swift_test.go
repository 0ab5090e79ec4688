package runtime

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// requiredReasons are Apple's categories of APIs that an app has to give a reason for, with what Swift calls them, as "Describing use of
// required reason API" lists them.
var requiredReasons = map[string]string{
	"NSPrivacyAccessedAPICategoryFileTimestamp": `creationDate|creationDateKey|modificationDate|fileModificationDate|contentModificationDateKey|` +
		`getattrlist|getattrlistbulk|fgetattrlist|getattrlistat|stat|fstat|fstatat|lstat`,
	"NSPrivacyAccessedAPICategorySystemBootTime": `systemUptime|mach_absolute_time`,
	"NSPrivacyAccessedAPICategoryDiskSpace": `volumeAvailableCapacityKey|volumeAvailableCapacityForImportantUsageKey|` +
		`volumeAvailableCapacityForOpportunisticUsageKey|volumeTotalCapacityKey|systemFreeSize|systemSize|statfs|statvfs|fstatfs|fstatvfs|` +
		`getattrlist|fgetattrlist|getattrlistat`,
	"NSPrivacyAccessedAPICategoryActiveKeyboards": `activeInputModes`,
	"NSPrivacyAccessedAPICategoryUserDefaults":    `UserDefaults|NSUserDefaults|CFPreferences\w*|AppStorage`,
}

// usedCategories are the categories of what a Swift source uses outside its comments.
func usedCategories(source string) []string {
	source = regexp.MustCompile(`(?m)//.*$`).ReplaceAllString(source, "")
	var used []string
	for category, names := range requiredReasons {
		if regexp.MustCompile(`\b(` + names + `)\b`).MatchString(source) {
			used = append(used, category)
		}
	}
	return used
}

// TestSwiftPrivacyManifests holds the privacy manifest of each target to the APIs that its sources use: none is left out, and none is made up.
func TestSwiftPrivacyManifests(t *testing.T) {
	files, err := Swift()
	if err != nil {
		t.Fatal(err)
	}
	used, declared := map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, file := range files {
		target := path.Dir(file.Path)
		if used[target] == nil {
			used[target], declared[target] = map[string]bool{}, map[string]bool{}
		}
		if path.Base(file.Path) != SwiftPrivacy {
			for _, category := range usedCategories(string(file.Content)) {
				used[target][category] = true
			}
			continue
		}
		text := string(file.Content)
		for _, match := range regexp.MustCompile(`<string>(NSPrivacyAccessedAPICategory\w+)</string>`).FindAllStringSubmatch(text, -1) {
			declared[target][match[1]] = true
			if requiredReasons[match[1]] == "" {
				t.Errorf("%s declares %s, which is no category", file.Path, match[1])
			}
		}
		// The files of an app, of its groups and of its iCloud containers.
		if declared[target]["NSPrivacyAccessedAPICategoryFileTimestamp"] != strings.Contains(text, "<string>C617.1</string>") {
			t.Errorf("%s gives another reason for file timestamps than C617.1", file.Path)
		}
	}
	for target := range used {
		if !maps.Equal(used[target], declared[target]) {
			t.Errorf("%s uses %v, its privacy manifest declares %v", target, used[target], declared[target])
		}
	}
	if !used["FlowtraceExporters"]["NSPrivacyAccessedAPICategoryFileTimestamp"] || len(used) != 4 {
		t.Errorf("found %v: the search finds nothing", used)
	}
}

func TestUsedCategories(t *testing.T) {
	for source, want := range map[string]string{
		"let a = UserDefaults.standard":                  "NSPrivacyAccessedAPICategoryUserDefaults",
		"guard fstat(file, &status) == 0 else":           "NSPrivacyAccessedAPICategoryFileTimestamp",
		"ProcessInfo.processInfo.systemUptime":           "NSPrivacyAccessedAPICategorySystemBootTime",
		"// UserDefaults are not used\nlet state = mine": "",
	} {
		if got := strings.Join(usedCategories(source), " "); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

// TestSwiftManifests holds the manifest at the root of the repository, which packages take the runtime by, to the runtime's own.
func TestSwiftManifests(t *testing.T) {
	parts := func(name string) []string {
		text, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			t.Fatal(err)
		}
		// A test target's dependencies are not of interest to others.
		own, _, _ := strings.Cut(string(text), ".testTarget(")
		own = regexp.MustCompile(`(?m)^\s*//.*$|path: sources \+ "\w+",?|\s+`).ReplaceAllString(own, "")
		own = strings.ReplaceAll(own, `letsources="runtime/swift/flowtrace/Sources/"`, "")
		found := regexp.MustCompile(`\.(library|target)\(.*?\)|platforms:\[.*?\]\,|\.copy\(.*?\)|Feature\(.*?\)`).FindAllString(own, -1)
		for i := range found {
			found[i] = strings.ReplaceAll(found[i], ",)", ")")
		}
		return found
	}
	own, root := parts("swift/flowtrace/Package.swift"), parts("../Package.swift")
	if !slices.Equal(own, root) || len(own) < 10 {
		t.Errorf("the manifests differ:\n%s\n%s", strings.Join(own, "\n"), strings.Join(root, "\n"))
	}
}
