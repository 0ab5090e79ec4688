package resolve_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

// folder is files by their paths.
type folder map[string]string

func (f folder) open(name string) ([]byte, []diag.Diagnostic) {
	if text, ok := f[filepath.ToSlash(name)]; ok {
		return []byte(text), nil
	}
	return nil, []diag.Diagnostic{{Code: "file/missing", Severity: diag.Error, Range: diag.Range{File: name}, Message: "cannot find the file"}}
}

func onDisk(name string) ([]byte, []diag.Diagnostic) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, []diag.Diagnostic{{Code: "file/unreadable", Severity: diag.Error, Message: err.Error()}}
	}
	return data, nil
}

func load(t *testing.T, files folder) resolve.Result {
	t.Helper()
	return resolve.Load(files.open, "flow.yaml")
}

func codes(ds []diag.Diagnostic) []string {
	var out []string
	for _, d := range ds {
		out = append(out, d.Code)
	}
	return out
}

// flowWith is a small flow with more lines after its head and in its sections.
func flowWith(head, services, tags, spans string) string {
	return "specgen: v1\nflow: upload\nversion: 1.2.0\nbrief: An upload.\n" + head +
		"traces:\n  upload: { brief: One upload. }\n" +
		"services:\n  app: { brief: The app. }\n" + services +
		"tags:\n  size: { brief: The size., type: int }\n" + tags +
		"spans:\n  sent: { brief: It is sent., trace: upload, services: [app], tags: { size: required } }\n" + spans
}

func names[T any](list []T, name func(T) string) string {
	var out []string
	for _, item := range list {
		out = append(out, name(item))
	}
	return strings.Join(out, " ")
}

func serviceName(s *model.Service) string { return s.Name }
func tagName(t *model.Tag) string         { return t.Name }
func spanTagName(t *model.SpanTag) string { return t.Tag.Name }

func TestNotification(t *testing.T) {
	result := resolve.Load(onDisk, "../../spec/notification.yaml")
	if len(result.Diagnostics) > 0 {
		t.Fatalf("got %+v", result.Diagnostics)
	}
	flow := result.Flow
	if flow.Name != "notification" || flow.Version != (model.Version{Major: 1}) || flow.Namespace != "notification:" || len(flow.Owners) != 1 {
		t.Errorf("head: %+v", flow.Entry)
	}
	if got := names(flow.Services, serviceName); got != "webapp job-queue push-service iOS Android Desktop Web" {
		t.Errorf("services: %s", got)
	}
	if request, trace := flow.Traces[0], flow.Traces[1]; request.Sampling != 0.01 || request.ID != nil || request.Complete() ||
		trace.ID.Name != "notification_id" || !trace.Complete() {
		t.Errorf("traces: %+v %+v", request, trace)
	}
	if flow.Policy.UndeclaredTags != model.Warn || flow.Policy.ClockSkew != 2*time.Minute || len(flow.Policy.KnownTags) != 2 {
		t.Errorf("policy: %+v", flow.Policy)
	}
	if len(flow.Spans) != 6 || len(flow.Funnel) != 6 || len(flow.UnusedTags) != 0 || len(flow.Groups) != 1 || !flow.Groups[0].Used {
		t.Errorf("%d spans, %d stages, %d unused tags, groups %+v", len(flow.Spans), len(flow.Funnel), len(flow.UnusedTags), flow.Groups)
	}
	for i, s := range flow.Spans {
		if flow.Funnel[i] != s {
			t.Errorf("stage %d is %q", i, flow.Funnel[i].Name)
		}
	}
}

func TestNotificationSpans(t *testing.T) {
	flow := resolve.Load(onDisk, "../../spec/notification.yaml").Flow
	trigger, notify, sent, received, read := flow.Spans[0], flow.Spans[1], flow.Spans[2], flow.Spans[3], flow.Spans[5]
	if trigger.Parent.Kind != model.ParentAny || len(trigger.Links) != 1 || trigger.Links[0].To != notify || trigger.Links[0].Max != 0 {
		t.Errorf("trigger: %+v", trigger)
	}
	if !notify.Parent.Has(trigger) || !notify.ParentInOtherTrace() || notify.Occurs.Multiplicity != model.Once {
		t.Errorf("notify: %+v", notify)
	}
	if got := names(sent.Tags, spanTagName); got != "channel_id device_id platform app_version" {
		t.Errorf("tags of sent, in the spec's order: %s", got)
	}
	if sent.Occurs.Multiplicity != model.OncePer || len(sent.Occurs.Keys) != 1 || sent.Occurs.Keys[0].Name != "device_id" {
		t.Errorf("key of sent: %+v", sent.Occurs)
	}
	cases := names(sent.Variants[0].Cases, func(c *model.VariantCase) string { return c.Value.Name })
	if ios := sent.Variants[0].Cases[0].Tags; cases != "ios android desktop web" || !ios[0].Required || ios[1].Required {
		t.Errorf("variants of sent: %s, %+v", cases, ios)
	}
	if got := names(received.Services, serviceName); got != "iOS Android Desktop Web" || received.Within != 5*time.Minute ||
		!received.Occurs.PerParent || received.Measured || received.Moment == "" {
		t.Errorf("received: %s %+v", got, received)
	}
	if !read.Measured || read.MaxDuration != time.Minute || !read.Tags[0].AtEnd || read.Tags[0].Required || read.Start == "" || read.End == "" {
		t.Errorf("read in app: %+v", read)
	}
}

// TestEverythingHasAPlace checks that each entry of both flows that ship has a position in the spec.
func TestEverythingHasAPlace(t *testing.T) {
	for _, path := range []string{"../../spec/notification.yaml", "../../testdata/flows/checkout.yaml"} {
		flow := resolve.Load(onDisk, path).Flow
		check := func(what string, at diag.Range) {
			if !at.IsValid() || at.File != path || !at.Start.Before(at.End) {
				t.Errorf("%s: %s has no place: %+v", path, what, at)
			}
		}
		check("the flow", flow.Pos)
		for _, trace := range flow.Traces {
			check("trace "+trace.Name, trace.Pos)
		}
		for _, service := range flow.Services {
			check("service "+service.Name, service.Pos)
			for _, st := range service.Tags {
				check("tag of service "+service.Name, st.Pos)
			}
		}
		for _, tag := range flow.Tags {
			check("tag "+tag.Name, tag.Pos)
			check("type of tag "+tag.Name, tag.Places[model.FieldType])
			for _, v := range tag.Values {
				check("value "+v.Name, v.Pos)
			}
			for _, example := range tag.Examples {
				check("example of tag "+tag.Name, example.Pos)
			}
			if tag.Deprecated != nil {
				check("deprecation of tag "+tag.Name, tag.Deprecated.Pos)
			}
		}
		for _, span := range flow.Spans {
			checkSpanPlaces(check, span)
		}
		for i := range flow.Funnel {
			check("stage", flow.FunnelPos[i])
		}
	}
}

func checkSpanPlaces(check func(string, diag.Range), s *model.Span) {
	check("span "+s.Name, s.Pos)
	if s.Parent.Kind == model.ParentSpan {
		check("parent of span "+s.Name, s.Parent.Pos)
	}
	if s.DerivesID() {
		check("occurs of span "+s.Name, s.Occurs.Pos)
	}
	for _, l := range s.Links {
		check("link of span "+s.Name, l.Pos)
	}
	for _, st := range s.Tags {
		check("tag of span "+s.Name, st.Pos)
	}
	for _, v := range s.Variants {
		check("variant of span "+s.Name, v.Pos)
		for _, c := range v.Cases {
			check("case of span "+s.Name, c.Pos)
			for _, st := range c.Tags {
				check("tag of a case of span "+s.Name, st.Pos)
			}
		}
	}
}

func TestDefaults(t *testing.T) {
	result := load(t, folder{"flow.yaml": flowWith("", "", "", "")})
	if len(result.Diagnostics) > 0 {
		t.Fatalf("got %+v", result.Diagnostics)
	}
	flow := result.Flow
	if span := flow.Spans[0]; span.Parent.Kind != model.ParentNone || span.DerivesID() || span.Measured || span.Within != 0 || len(span.Gaps) > 0 {
		t.Errorf("span: %+v", span)
	}
	if flow.Traces[0].Sampling != 1 || flow.Policy.UndeclaredTags != model.Warn || flow.Policy.ClockSkew != model.DefaultClockSkew {
		t.Errorf("trace %+v, policy %+v", flow.Traces[0], flow.Policy)
	}
}

func TestImportedFiles(t *testing.T) {
	files := folder{
		"flow.yaml": flowWith("import: [shared/apps.yaml, shared/tags.yaml]\n", "  own: { brief: It emits nothing yet. }\n", "",
			"  seen: { brief: It is seen., trace: upload, services: [phones], tags: { colour: required } }\n"),
		"shared/apps.yaml": "specgen: v1\nimport: [tags.yaml]\nservices:\n  ios: { brief: The app., tags: { build: required } }\n" +
			"  tv: { brief: The app on TV., tags: { colour: optional } }\ngroups:\n  phones: [ios]\n",
		"shared/tags.yaml": "specgen: v1\ntags:\n  colour: { brief: The colour., type: string }\n  build: { brief: The build., type: int }\n" +
			"  shape: { brief: The shape., type: string }\n",
	}
	result := load(t, files)
	if len(result.Diagnostics) > 0 {
		t.Fatalf("got %+v", result.Diagnostics)
	}
	if got := names(result.Flow.Services, serviceName); got != "ios app own" {
		t.Errorf("imported services that emit, and all of its own: %s", got)
	}
	if got := names(result.Flow.Tags, tagName); got != "colour build size" {
		t.Errorf("tags that are used: %s", got)
	}
	if got := names(result.Flow.UnusedTags, tagName); got != "shape" {
		t.Errorf("tags that are not: %s", got)
	}
	var paths []string
	whole := sha256.New()
	for _, file := range result.Files {
		paths = append(paths, filepath.ToSlash(file.Path))
		whole.Write([]byte(files[filepath.ToSlash(file.Path)]))
	}
	if want := []string{"flow.yaml", "shared/apps.yaml", "shared/tags.yaml"}; !slices.Equal(paths, want) || len(result.Sources) != 3 {
		t.Errorf("files %v and %d sources, want %v, each once", paths, len(result.Sources), want)
	}
	if want := hex.EncodeToString(whole.Sum(nil)); result.Digest != want {
		t.Errorf("digest %s, want %s", result.Digest, want)
	}
}

func TestDigestOfOneFileIsItsOwn(t *testing.T) {
	text := flowWith("", "", "", "")
	sum := sha256.Sum256([]byte(text))
	if got := load(t, folder{"flow.yaml": text}).Digest; got != hex.EncodeToString(sum[:]) {
		t.Errorf("got %s", got)
	}
}

func TestRootThatCannotBeRead(t *testing.T) {
	result := load(t, folder{})
	if result.Flow != nil || !slices.Equal(codes(result.Diagnostics), []string{"file/missing"}) || len(result.Files) != 0 {
		t.Errorf("got %+v", result)
	}
}

func TestTooManyImports(t *testing.T) {
	files := folder{}
	var list []string
	for i := range 100 {
		name := fmt.Sprintf("part-%d.yaml", i)
		files[name] = "specgen: v1\n"
		list = append(list, name)
	}
	files["flow.yaml"] = flowWith("import: ["+strings.Join(list, ", ")+"]\n", "", "", "")
	result := load(t, files)
	if got := codes(result.Diagnostics); !slices.Equal(got, []string{"import/too-many"}) || len(result.Files) != 64 {
		t.Errorf("got %v after %d files", got, len(result.Files))
	}
}

// TestTooManyMembers makes a flow of few lines whose groups stand for millions of services.
func TestTooManyMembers(t *testing.T) {
	var services, names, spans strings.Builder
	const many = 1000
	for i := range many {
		fmt.Fprintf(&services, "  s%d: { brief: A service., language: go }\n", i)
		fmt.Fprintf(&names, "s%d, ", i)
		fmt.Fprintf(&spans, "  span-%d: { brief: A span., services: [everybody], trace: t, parent: none }\n", i)
	}
	text := "specgen: v1\nflow: f\nversion: 1.0.0\nbrief: A flow.\nowners: [a]\ntraces:\n  t: { brief: A trace. }\nservices:\n" + services.String() +
		"groups:\n  all: [\n" + strings.ReplaceAll(names.String(), ", ", ",\n    ") + "  ]\n  everybody: [all]\nspans:\n" + spans.String()
	result := load(t, folder{"flow.yaml": text})
	if got := codes(result.Diagnostics); !slices.Equal(got, []string{"group/too-large"}) {
		t.Fatalf("got %v", result.Diagnostics[:min(3, len(got))])
	}
	pairs := 0
	for _, span := range result.Flow.Spans {
		pairs += len(span.Services)
	}
	if want := 99 * many; pairs != want { // and once in the group everybody
		t.Errorf("the spans have %d services in all, want %d", pairs, want)
	}
}

// TestEveryStandInIsThere checks that in a flow with errors no span is without a trace.
func TestEveryStandInIsThere(t *testing.T) {
	flow := load(t, folder{"flow.yaml": strings.Replace(flowWith("", "", "", ""), "trace: upload", "trace: uplod", 1)}).Flow
	if span := flow.Spans[0]; span.Trace == nil || span.Sure(model.FieldTrace) || !span.Sure(model.FieldTags) {
		t.Errorf("got %+v", span)
	}
}

func TestDoubleThatIsTooLarge(t *testing.T) {
	tag := "  load: { brief: The load., type: double, examples: [" + strings.Repeat("9", 400) + "] }\n"
	got := load(t, folder{"flow.yaml": flowWith("", "", tag, "")}).Diagnostics
	if !slices.Equal(codes(got), []string{"tag/example-type"}) || len(got[0].Message) > 250 {
		t.Errorf("got %+v", got)
	}
}

// TestVariantsKeepTheEnumsOrder writes the cases in another order than the values.
func TestVariantsKeepTheEnumsOrder(t *testing.T) {
	result := load(t, folder{"flow.yaml": flowWith("", "", "  kind: { brief: The kind., type: enum, values: [a, b, c] }\n",
		"  seen: { brief: It is seen., trace: upload, services: [app], tags: { kind: required }, variants: { kind: { c: {}, a: {}, b: {} } } }\n")})
	if len(result.Diagnostics) > 0 {
		t.Fatalf("got %+v", result.Diagnostics)
	}
	if got := names(result.Flow.Spans[1].Variants[0].Cases, func(c *model.VariantCase) string { return c.Value.Wire }); got != "a b c" {
		t.Errorf("got %s", got)
	}
}

func spanName(s *model.Span) string { return s.Name }

// TestParents checks what each form of parent is resolved to.
func TestParents(t *testing.T) {
	for _, test := range []struct {
		written  string
		kind     model.ParentKind
		spans    string
		optional bool
		problems string
	}{
		{`none`, model.ParentNone, "", false, ""},
		{`any`, model.ParentAny, "", false, ""},
		{`sent`, model.ParentSpan, "sent", false, ""},
		{`[sent]`, model.ParentSpan, "sent", false, ""},
		{`[stored, sent]`, model.ParentSpan, "stored sent", false, ""},
		{`[none, sent]`, model.ParentSpan, "sent", true, ""},
		{`[sent, nowhere]`, model.ParentSpan, "sent", false, "span/unknown"},
		{`[none, nowhere]`, model.ParentAny, "", false, "span/unknown"}, // nothing is known of it
		{`[none]`, model.ParentAny, "", false, "span/parent-none-alone"},
		{`[any]`, model.ParentAny, "", false, "span/parent-any-in-list"},
		{`[sent, any]`, model.ParentSpan, "sent", false, "span/parent-any-in-list"},
		{`[sent, sent]`, model.ParentSpan, "sent", false, "spec/duplicate-item"},
	} {
		spans := "  stored: { brief: It is stored., trace: upload, services: [app], parent: " + test.written + " }\n"
		result := load(t, folder{"flow.yaml": flowWith("", "", "", spans)})
		got := result.Flow.Spans[1].Parent
		if found := strings.Join(codes(result.Diagnostics), " "); got.Kind != test.kind || names(got.Spans, spanName) != test.spans ||
			got.Optional != test.optional || found != test.problems || len(got.SpansPos) != len(got.Spans) || !got.Pos.IsValid() {
			t.Errorf("%s: %+v, %s", test.written, got, found)
		}
	}
}

// TestErrorWhen checks that conditions come in the order of the span's tags, which decides whose value is the status message, and
// that a value may stand without a list.
func TestErrorWhen(t *testing.T) {
	tags := "  line: { brief: How it was., type: enum, values: { good: GOOD, bad: BAD } }\n" +
		"  result: { brief: What came out., type: enum, values: { fine: FINE, lost: LOST, late: LATE } }\n"
	spans := "  stored: { brief: It is stored., trace: upload, services: [app], kind: consumer, tags: { line: optional, result: required }, " +
		"error_when: { result: [late, lost], line: bad } }\n"
	result := load(t, folder{"flow.yaml": flowWith("", "", tags, spans)})
	if len(result.Diagnostics) > 0 {
		t.Fatalf("got %+v", result.Diagnostics)
	}
	valueName := func(v *model.EnumValue) string { return v.Name }
	got := names(result.Flow.Spans[1].ErrorWhen, func(when model.ErrorWhen) string {
		return fmt.Sprintf("%s: %s, %d.", when.Tag.Name, names(when.Values, valueName), len(when.ValuesPos))
	})
	if want := "line: bad, 1. result: late lost, 2."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if sent, stored := result.Flow.Spans[0].Kind, result.Flow.Spans[1].Kind; sent != model.SpanInternal || stored != model.SpanConsumer {
		t.Errorf("kinds: %s, %s", sent, stored)
	}
}
