package typescript

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

func TestNames(t *testing.T) {
	flow := &model.Flow{Entry: model.Entry{Name: "file-upload"}, Namespace: "upload:"}
	for name, want := range map[string]string{
		"upload:read in app": "startReadInApp ReadInAppInit ReadInAppEnd ReadInAppSpan readInAppRef parseReadInAppRef readInAppLinks",
		"upload:2nd try":     "start_2ndTry _2ndTryInit _2ndTryEnd _2ndTrySpan _2ndTryRef parse_2ndTryRef _2ndTryLinks",
		"upload:APNSToken":   "startApnsToken ApnsTokenInit ApnsTokenEnd ApnsTokenSpan apnsTokenRef parseApnsTokenRef apnsTokenLinks",
		"upload:iOS":         "startIos IosInit IosEnd IosSpan iosRef parseIosRef iosLinks",
		"upload:request":     "startRequest RequestSpanInit RequestEnd RequestSpan requestRef parseRequestRef requestLinks",
		"upload:":            "startUpload UploadInit UploadEnd UploadSpan uploadRef parseUploadRef uploadLinks",
	} {
		n := namesOfSpan(&model.Span{Entry: model.Entry{Name: name}, Measured: true}, flow)
		got := strings.Join([]string{n.Method, n.Init, n.End, n.Handle, n.Derive, n.Parse, n.Links}, " ")
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	n := namesOfService(&model.Service{Entry: model.Entry{Name: "iOS app"}}, flow)
	if want := (serviceNames{"fileUploadIosApp", "FileUploadIosApp", "FileUploadIosAppOptions", "ios-app"}); n != want {
		t.Errorf("%+v, want %+v", n, want)
	}
	tag := namesOfTag(&model.Tag{Entry: model.Entry{Name: "delete"}, Kind: model.KindID})
	if want := (tagNames{"Delete", "delete", "deleteTag"}); tag != want {
		t.Errorf("%+v, want %+v", tag, want)
	}
}

func TestDocCommentsHoldAnyText(t *testing.T) {
	tag := regexp.MustCompile(`(?m)^\s*\*?\s*@`)
	for _, hostile := range []string{
		"*/ x", "@deprecated x", "a\n@deprecated x", "{@link x}", "`a` */", "**/", "*\u202e/", "\r\n@x", "see @here",
		strings.Repeat("word ", 21) + "@deprecated it",
	} {
		for _, shown := range []string{escape(hostile), code(hostile), escape("x " + hostile)} {
			w := codegen.NewWriter("  ")
			tsdoc(w, shown)
			comment, err := w.Bytes()
			if err != nil {
				t.Fatalf("%q: %v", hostile, err)
			}
			inner := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(comment)), "/**"), "*/")
			if strings.Contains(inner, "*/") || tag.MatchString(inner) || strings.Contains(inner, "{@") && !strings.Contains(inner, "`") {
				t.Errorf("%q breaks out: %s", hostile, comment)
			}
		}
	}
}

// unpacked walks a packed automaton as the runtime does.
func unpacked(t *testing.T, packed, text string) bool {
	t.Helper()
	var lists [3][]int
	for i, list := range strings.Split(packed, ";") {
		for _, digits := range strings.Fields(list) {
			n, err := strconv.ParseInt(digits, 36, 32)
			if err != nil {
				t.Fatal(err)
			}
			lists[i] = append(lists[i], int(n))
		}
	}
	var classes []int
	for i := 0; i < len(lists[0]); i += 2 {
		classes = append(classes, slices.Repeat([]int{lists[0][i+1]}, lists[0][i])...)
	}
	width, state := slices.Max(classes)+1, 1
	for i := 0; i < len(text) && state != 0; i++ {
		if at := (state-1)*width + classes[text[i]]; at < len(lists[1]) {
			state = lists[1][at]
		} else {
			state = 0
		}
	}
	return slices.Contains(lists[2], state)
}

func TestPackedAutomatonMatchesAsItsTable(t *testing.T) {
	texts := []string{"", "U024BE7LH", "W", "x", "1712345678.123456", "é", "éé", "\xff", "tok_", " tok_1", "AB-1234"}
	for _, source := range []string{"^[UW][A-Z0-9]{2,}$", `^\d{10}\.\d{6}$`, "^é+$", "tok_", "^$", "", "(?i)^ab-"} {
		table, err := pattern.Compile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if got, want := unpacked(t, packed(table), text), table.MatchString(text); got != want {
				t.Errorf("%s on %q: %t, want %t", source, text, got, want)
			}
		}
	}
}

func TestBoundsOfInts(t *testing.T) {
	const safe = 1<<53 - 1
	for _, c := range []struct {
		kind   constraint.Kind
		number int64
		want   string
	}{
		{constraint.Min, 0, "/* @__PURE__ */ atLeast(0)"},
		{constraint.Max, safe, "/* @__PURE__ */ atMost(9007199254740991)"},
		{constraint.Max, safe + 1, ""},
		{constraint.Min, -safe, "/* @__PURE__ */ atLeast(-9007199254740991)"},
		{constraint.Min, -safe - 1, ""},
		{constraint.Min, safe + 2, `/* @__PURE__ */ atLeast(9007199254740992, "9007199254740993")`},
		{constraint.Max, -safe - 2, `/* @__PURE__ */ atMost(-9007199254740992, "-9007199254740993")`},
	} {
		number := new(big.Rat).SetInt64(c.number)
		one := checkOf(&model.Tag{Kind: model.KindInt}, constraint.Constraint{Kind: c.kind, Number: number, Expected: constraint.Decimal(number)})
		if got := one.String(); got != c.want {
			t.Errorf("%d: %q, want %q", c.number, got, c.want)
		}
	}
}

func TestNumbersAreWrittenAsECMAScriptDoes(t *testing.T) {
	for number, want := range map[float64]string{
		0: "0", 0.01: "0.01", 1e21: "1e+21", 1e-7: "1e-7", 123456789012345680000: "123456789012345680000", -2.5: "-2.5", 1e100: "1e+100",
	} {
		if got := numberText(number); got != want {
			t.Errorf("%g: %s, want %s", number, got, want)
		}
	}
}
