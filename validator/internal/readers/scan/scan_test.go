package scan

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/trace"
)

// valid are whole JSON values; broken are none.
var (
	valid = []string{
		`0 `, `-0 `, `12.5e-3 `, `1E+2 `, `true`, `false`, `null`, `""`, `"a\"b\\c\/\b\f\n\r\t\u00e4\ud83d\ude00"`, `[]`, `{}`,
		`[1,"2",{"a":[true,null]},[[]]] `, ` { "a" : 1 , "b" : [ ] } `, `"äöü"`, `{"":{"":{}}}`, `"\ud800"`, `"\ud800\u0041"`,
	}
	broken = []string{
		`01 `, `1. `, `.5 `, `+1 `, `1e `, `- `, `tru `, `nul `, `[1,] `, `[1 2] `, `{"a"} `, `{"a":} `, `{a:1} `, `{"a":1,} `,
		`"a` + "\n" + `"`, `"\x"`, `"\u12g4"`, `'a'`, `] `, `} `, `[1} `, "\"\x01\"", `NaN `,
	}
)

func TestSkip(t *testing.T) {
	for _, text := range valid {
		c := NewCursor([]byte(text))
		if err := c.Skip(); err != nil || strings.TrimSpace(text[c.P:]) != "" {
			t.Errorf("%s: %v at %d", text, err, c.P)
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("%s is not JSON", text)
		}
	}
	for _, text := range broken {
		c := NewCursor([]byte(text))
		if err := c.Skip(); !errors.Is(err, errSyntax) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestSkipStreams skips the same values when they come byte by byte.
func TestSkipStreams(t *testing.T) {
	for _, text := range append(valid, strings.Repeat(`[{"a":`, 30)+"1"+strings.Repeat("}]", 30)) {
		s := newSource(iotest.OneByteReader(strings.NewReader(text)))
		if err := s.Skip(); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range broken {
		s := newSource(iotest.OneByteReader(strings.NewReader(text)))
		if err := s.Skip(); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
	s := newSource(strings.NewReader(strings.Repeat("[", MaxDepth+1)))
	var e *Error
	if err := s.Skip(); !errors.As(err, &e) || e.Offset != MaxDepth {
		t.Errorf("too deep: %v", err)
	}
}

// endless is an object whose first key never ends.
type endless struct{ at int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	if e.at == 0 {
		copy(b, `{"`)
	}
	e.at += len(b)
	return len(b), nil
}

func TestAKeyTooLarge(t *testing.T) {
	in := &endless{}
	s := newSource(in)
	var e *Error
	if err := s.Skip(); !errors.As(err, &e) || e.Fatal || !strings.Contains(e.Message, "16 MB") {
		t.Fatalf("got %v", err)
	}
	if in.at > 2*MaxUnit {
		t.Errorf("read %d bytes before it gave up", in.at)
	}
}

// TestUnitTooLarge: a unit of MaxUnit bytes is read, one of a byte more is left out, and what follows is read; memory is bounded by the
// larger of the two.
func TestUnitTooLarge(t *testing.T) {
	for over := range 2 {
		large := `{"x":"` + strings.Repeat("x", MaxUnit+over-len(`{"x":""}`)) + `"}`
		s := newSource(strings.NewReader("  " + large + ` "next"`))
		if _, err := s.Peek(); err != nil {
			t.Fatal(err)
		}
		soft, err := s.Unit((*Cursor).Skip)
		if err != nil || (soft != nil) != (over > 0) || soft != nil && (soft.Offset != 2 || !strings.Contains(soft.Message, "16 MB")) {
			t.Errorf("%d bytes: %v, %v", len(large), soft, err)
		}
		if b, err := s.Peek(); err != nil || b != '"' || s.Offset() != int64(len(large)+3) {
			t.Errorf("%d bytes: next %q at %d, %v", len(large), b, s.Offset(), err)
		}
		if len(s.block) > MaxUnit {
			t.Errorf("%d bytes: a block of %d bytes", len(large), len(s.block))
		}
	}
}

func TestText(t *testing.T) {
	tests := []struct {
		text, want string
		repaired   bool
	}{
		{`"plain"`, "plain", false},
		{`"long enough for several words of eight bytes"`, "long enough for several words of eight bytes", false},
		{`"\u00e4\ud83d\ude00\n"`, "ä😀\n", false},
		{`"\ufffd"`, "\uFFFD", false},
		{`"\ud800x"`, "\uFFFDx", true},
		{`"\ude00\ud83d"`, "\uFFFD\uFFFD", true},
		{"\"a\xffb\"", "a\uFFFDb", true},
		{"\"\xe2\x82\"", "\uFFFD", true},                                     // a sequence that is cut off is one
		{"\"\xf0\x9f\x98\xe4\"", "\uFFFD\uFFFD", true},                       // and the next begins another
		{"\"\xed\xa0\x80\"", "\uFFFD\uFFFD\uFFFD", true},                     // a surrogate in UTF-8 is three
		{"\"\\n\xc3\x28\"", "\n\uFFFD(", true},                               // behind an escape
		{"\"\xc0\xaf\xe0\x80\xbf\"", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", true}, // too long forms
	}
	for _, test := range tests {
		c := NewCursor([]byte(test.text))
		got, err := c.Text()
		if err != nil || string(got) != test.want || c.Repaired() != test.repaired || !utf8.Valid(got) {
			t.Errorf("%q: %q, %v, repaired %v", test.text, got, err, c.Repaired())
		}
	}
}

// TestTextEnd tries each byte at each place, against a plain loop.
func TestTextEnd(t *testing.T) {
	for place := range 20 {
		for b := range 256 {
			text := bytes.Repeat([]byte("y"), 20)
			text[place] = byte(b)
			c := NewCursor(text)
			end, ascii := c.textEnd(0)
			want := 20
			if b == '"' || b == '\\' || b < 0x20 {
				want = place
			}
			if end != want || ascii != (b < 0x80) {
				t.Fatalf("%d at %d: %d, %v", b, place, end, ascii)
			}
		}
	}
}

// TestTextEndOfAnyText holds random texts against looking at one byte after the other.
func TestTextEndOfAnyText(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const bytes = "aaaaaaaaaaaaz0 !#[]\x7f\x80\xc3\xff"
	for range 20_000 {
		text := make([]byte, random.IntN(60))
		for i := range text {
			text[i] = bytes[random.IntN(len(bytes))]
			if random.IntN(25) == 0 {
				text[i] = "\"\\\n\x00\x1f"[random.IntN(5)]
			}
		}
		from := random.IntN(len(text) + 1)
		want, ascii := from, true
		for ; want < len(text) && text[want] >= 0x20 && text[want] != '"' && text[want] != '\\'; want++ {
			ascii = ascii && text[want] < 0x80
		}
		if end, plain := TextEnd(text, from); end != want || plain != ascii {
			t.Fatalf("%q from %d: %d, %v, want %d, %v", text, from, end, plain, want, ascii)
		}
	}
}

func TestNanos(t *testing.T) {
	for _, text := range []string{"1772442000000000001", "0000000000000000000", "1234567890123456789", "8999999999999999999"} {
		got, ok := Nanos([]byte(" "+text+`"`), 1)
		if want, err := strconv.ParseInt(text, 10, 64); err != nil || !ok || got != want {
			t.Errorf("%s: %d, %v", text, got, ok)
		}
	}
	for place := range 19 {
		for b := range 256 {
			text := []byte("1772442000000000001\"")
			text[place] = byte(b)
			want := b >= '0' && b <= '9' && (place > 0 || b != '9')
			if _, ok := Nanos(text, 0); ok != want {
				t.Errorf("%d at %d: %v", b, place, ok)
			}
		}
	}
	for _, text := range []string{"", "1772442000000000001", `177244200000000000"`, `17724420000000000011"`} {
		if _, ok := Nanos([]byte(text), 0); ok {
			t.Errorf("%q was taken", text)
		}
	}
}

func TestLines(t *testing.T) {
	s := newSource(iotest.HalfReader(strings.NewReader("1\n2\n\n[3,\n4]")))
	for _, want := range []int64{1, 2, 4} {
		if _, err := s.Peek(); err != nil {
			t.Fatal(err)
		}
		if got := s.LineAt(s.P); got != want {
			t.Errorf("line %d, want %d", got, want)
		}
		if err := s.Skip(); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.LineAt(s.P); got != 5 {
		t.Errorf("the end is in line %d", got)
	}
}

// skipped is what was seen of the documents of an input.
type skipped struct {
	read   int
	broken []trace.Problem
}

// skipAll skips every document.
func skipAll(in io.Reader) (*skipped, error) {
	k := &skipped{}
	docs := NewDocuments(in, func(p *trace.Problem) error {
		k.broken = append(k.broken, *p)
		return nil
	})
	return k, docs.Each(func() error {
		err := docs.Skip()
		if err == nil {
			k.read++
		}
		return err
	})
}

func TestDocumentsStopsAtAReadError(t *testing.T) {
	k, err := skipAll(io.MultiReader(strings.NewReader("{}\n{}\n{"), iotest.ErrReader(errors.New("the disk is gone"))))
	if err != nil || k.read != 2 || len(k.broken) != 1 || k.broken[0].Message != "the disk is gone" || k.broken[0].Offset != 7 {
		t.Errorf("%v, %d read, %+v", err, k.read, k.broken)
	}
}

// TestDocumentsStopsAtAnErrorOfItsCaller has errors that are not of the input, of both functions.
func TestDocumentsStopsAtAnErrorOfItsCaller(t *testing.T) {
	enough := errors.New("enough")
	reported := 0
	docs := NewDocuments(strings.NewReader("x\n{}\n{}"), func(*trace.Problem) error { reported++; return enough })
	if err := docs.Each(docs.Skip); err != enough || reported != 1 {
		t.Errorf("broken: %v after %d reports", err, reported)
	}
	read := 0
	docs = NewDocuments(strings.NewReader("{}\n{}\n{}"), func(*trace.Problem) error { reported++; return nil })
	if err := docs.Each(func() error { read++; return enough }); err != enough || read != 1 || reported != 1 {
		t.Errorf("read: %v after %d documents and %d reports", err, read, reported)
	}
}

func FuzzDocuments(f *testing.F) {
	for _, text := range append(valid, broken...) {
		f.Add([]byte(text))
	}
	f.Add([]byte("{}\n[[[{}]]]\n{}\n,]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := skipAll(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		slow, err := skipAll(iotest.OneByteReader(bytes.NewReader(data)))
		if err != nil || slow.read != k.read || len(slow.broken) != len(k.broken) {
			t.Fatalf("byte by byte: %v %d %d, want %d %d", err, slow.read, len(slow.broken), k.read, len(k.broken))
		}
		if json.Valid(data) && !utf8.Valid(data) {
			return // JSON of Go's reader is laxer about text
		}
		if trimmed := bytes.TrimSpace(data); json.Valid(data) && len(trimmed) > 0 && trimmed[0] == '{' && (k.read != 1 || len(k.broken) > 0) && !deep(data) {
			t.Fatalf("%d documents read of one, %v", k.read, k.broken)
		}
	})
}

// deep reports whether values may nest deeper than is allowed.
func deep(data []byte) bool {
	return bytes.Count(data, []byte("["))+bytes.Count(data, []byte("{")) > MaxDepth
}
