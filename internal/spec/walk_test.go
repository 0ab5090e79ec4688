package spec

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/yamlsource"
)

// value writes a field as its value and where it begins.
func value[T any](f Field[T]) string {
	if !f.Present {
		return "-"
	}
	return fmt.Sprintf("%v@%d:%d", f.Value, f.Range.Start.Line, f.Range.Start.Column)
}

func values(fields []Field[string]) string {
	var out []string
	for _, f := range fields {
		out = append(out, value(f))
	}
	return strings.Join(out, " ")
}

func TestFileHasEverything(t *testing.T) {
	data, err := os.ReadFile("testdata/everything.yaml") // each part of the language, at least once
	if err != nil {
		t.Fatal(err)
	}
	f, diags := Parse("x.yaml", data)
	if len(diags) > 0 {
		t.Fatalf("%+v", diags)
	}
	span, measured, seen := f.Spans[0], f.Spans[1], f.Spans[2]
	size, video := f.Tags[5], f.Tags[3].Values.Value[1]
	checks := []struct{ name, got, want string }{
		{"header", value(f.Specgen) + " " + value(f.Flow) + " " + value(f.Version) + " " + value(f.Brief), "v1@1:10 upload@2:7 1.2.0@3:10 One file.@4:8"},
		{"note", value(f.Note), "Long *text*.@5:7"},
		{"owners", values(f.Owners), "files@7:10 apps@7:17"},
		{"namespace", value(f.Namespace), "upload:@8:12"},
		{"imports", values(f.Imports), "common.yaml@9:10"},
		{"trace", value(f.Traces[0].Key) + " " + value(f.Traces[0].ID) + " " + value(f.Traces[0].Sampling) + " " + value(f.Traces[0].Stability), "upload@11:3 upload_id@13:9 0.5%@14:15 stable@15:16"},
		{"service", value(f.Services[0].Language) + " " + value(f.Services[0].CodeName) + " " + value(f.Services[0].Expires), "kotlin@19:15 mobile phone@20:16 2027-01-31@21:14"},
		{"service's tags", value(f.Services[0].Tags[0].Level) + " " + value(f.Services[0].Tags[1].Level) + " " + value(f.Services[0].Tags[1].Brief), "required@22:26 optional@22:55 Where known.@22:72"},
		{"flow mapping", value(f.Services[1].Brief) + " " + values(f.Services[1].Owners) + " " + value(f.Services[1].Role), "Keeps files.@23:21 infra@23:44 backend@23:58"},
		{"group", value(f.Groups[0].Key) + ": " + values(f.Groups[0].Members), "all@25:3: phone@25:9 storage@25:16"},
		{"id", value(f.Tags[0].Type) + " " + value(f.Tags[0].Format) + " " + value(f.Tags[0].Scope), "id@27:38 uuid@27:50 trace@27:63"},
		{"string", value(f.Tags[1].Pattern) + " " + value(f.Tags[1].MinLength) + " " + value(f.Tags[1].MaxLength), `^\d@28:60 1@28:79 20@28:94`},
		{"list", value(f.Tags[2].Type) + " " + value(f.Tags[2].MinItems) + " " + value(f.Tags[2].MaxItems) + " " + f.Tags[2].Examples[0].Items[1].Raw, "string[]@29:31 2@29:54 3@29:68 1"},
		{"enum", value(f.Tags[3].Open) + " " + value(f.Tags[3].Values.Value[0].Wire) + " " + value(video.Wire), "true@33:11 PHOTO@35:14 VIDEO@36:23"},
		{"deprecated", value(video.Deprecated.Value.Since) + " " + value(video.Deprecated.Value.Use) + " " + value(video.Deprecated.Value.Why), "1.1.0@36:67 photo@36:79 Too large.@36:91"},
		{"enum of texts", value(f.Tags[4].Values.Value[0].Key) + " " + value(f.Tags[4].Values.Value[1].Wire), "round@37:50 8 corners@37:57"},
		{"int", value(size.Min) + " " + value(size.Max) + " " + value(size.Unit) + " " + value(size.Sensitivity) + " " + value(size.Reason), "-1@38:43 1.5@38:52 By@38:63 pii@38:92 It is shown.@38:117"},
		{"default", size.Default.Raw + fmt.Sprint(size.Default.Kind) + f.Tags[6].Default.Raw + fmt.Sprint(f.Tags[6].Default.Kind), fmt.Sprint("7", yamlsource.Number, "true", yamlsource.Bool)},
		{"span", value(span.Key) + " " + value(span.Moment) + " " + value(span.Trace) + " " + values(span.Services) + " " + values(span.Parent.Value.Names) + fmt.Sprint(span.Parent.Value.IsList), "upload:chosen@41:3 The tap.@43:13 upload@44:12 all@45:16 any@46:13false"},
		{"links", value(span.Links[0].To) + " " + value(span.Links[0].Min) + " " + value(span.Links[0].Max) + " " + value(span.Links[0].Brief) + " " + value(span.Links[1].To), "upload:stored@48:15 0@48:37 2@48:45 Later.@48:55 upload:chosen@49:13"},
		{"once", value(span.Occurs.Value.Word), "once@50:13"},
		{"variants", value(span.Variants[0].Key) + " " + value(span.Variants[0].Cases[0].Key) + " " + value(span.Variants[0].Cases[0].Tags[0].Level) + fmt.Sprint(len(span.Variants[0].Cases[1].Tags)), "kind@53:7 photo@54:9 required@54:24" + "0"},
		{"one link", value(measured.Links[0].To), "upload:chosen@61:18"},
		{"once_per", value(measured.Occurs.Value.Word) + " " + values(measured.Occurs.Value.Keys) + fmt.Sprint(measured.Occurs.Value.Parent), "once_per@62:15 kind@62:26 size@62:32false"},
		{"measured", value(measured.Within) + " " + value(measured.Duration) + " " + value(measured.Start) + " " + value(measured.End) + " " + value(measured.MaxDuration), "5m@63:13 measured@64:15 The first byte.@65:12 The last byte.@66:10 1h@67:19"},
		{"at the end", value(measured.Tags[0].Level) + " " + value(measured.Tags[0].At), "optional@68:34 end@68:48"},
		{"parents", values(seen.Parent.Value.Names) + fmt.Sprint(seen.Parent.Value.IsList, seen.Parent.Range.Start), "upload:stored@73:14 none@73:31true {73 13}"},
		{"kind", value(seen.Kind) + value(span.Kind), "client@74:11-"},
		{"error_when", value(seen.ErrorWhen[0].Key) + " " + values(seen.ErrorWhen[0].Values) + " " + value(seen.ErrorWhen[1].Key) + " " + values(seen.ErrorWhen[1].Values), "kind@75:19 photo@75:26 video@75:33 shape@75:41 round@75:48"},
		{"per parent", value(seen.Occurs.Value.Word) + fmt.Sprint(seen.Occurs.Value.Parent, len(seen.Occurs.Value.Keys)), "at_most_once_per@77:15true 0"},
		{"followed_by", values(seen.FollowedBy[0].AnyOf) + " " + value(seen.FollowedBy[0].Within), "upload:stored@78:30 upload:chosen@78:47 2d@78:73"},
		{"funnel", values(f.Funnel.Value), "upload:chosen@79:10 upload:stored@79:27"},
		{"policy", value(f.Policy.UndeclaredTags) + " " + values(f.Policy.KnownTags) + " " + value(f.Policy.ClockSkew) + " " + value(f.Policy.TagStyle), "deny@80:28 thread.*@80:47 0s@80:72 any@80:87"},
	}
	for _, check := range checks {
		if check.got != check.want {
			t.Errorf("%s: got %s, want %s", check.name, check.got, check.want)
		}
	}
}
