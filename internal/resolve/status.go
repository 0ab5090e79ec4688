package resolve

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

// spanKinds are the words of the language for OpenTelemetry's kinds of span.
var spanKinds = []model.SpanKind{model.SpanInternal, model.SpanServer, model.SpanClient, model.SpanProducer, model.SpanConsumer}

func (r *resolver) resolveKind(s *model.Span, source spec.Field[string]) {
	place(&s.Entry, model.FieldKind, source.Range)
	at := slices.IndexFunc(spanKinds, func(k model.SpanKind) bool { return k.String() == source.Value })
	s.Kind = spanKinds[max(at, 0)]
}

// resolveErrorWhen finds the tags and their values. They come in the order of the span's tags, which decides whose value is
// the message of the status.
func (r *resolver) resolveErrorWhen(s *model.Span, sources []spec.ErrorWhen) {
	for _, source := range sources {
		tag, ok := find(r, r.tags, source.Key)
		if !ok || len(source.Values) == 0 { // values of another shape were reported
			lose(&s.Entry, model.FieldErrorWhen)
			continue
		}
		when := model.ErrorWhen{Tag: tag, Pos: source.Key.Range}
		if tag.Kind == model.KindEnum && !tag.List && s.Tag(tag) != nil { // span/error-when-tag of internal/lint reports the others
			for _, name := range source.Values {
				r.addErrorValue(s, &when, name)
			}
		}
		s.ErrorWhen = append(s.ErrorWhen, when)
	}
	slices.SortStableFunc(s.ErrorWhen, func(a, b model.ErrorWhen) int {
		return slices.Index(s.Tags, s.Tag(a.Tag)) - slices.Index(s.Tags, s.Tag(b.Tag))
	})
}

func (r *resolver) addErrorValue(s *model.Span, when *model.ErrorWhen, name spec.Field[string]) {
	enum := r.enumNames(when.Tag)
	if i, ok := enum.at[name.Value]; ok {
		when.Values, when.ValuesPos = append(when.Values, when.Tag.Values[i]), append(when.ValuesPos, name.Range)
		return
	}
	lose(&s.Entry, model.FieldErrorWhen)
	if when.Tag.Sure(model.FieldValues) {
		r.unknownValue("span/error-value-unknown", "error_when names a value as it is in code, not as on the wire", when.Tag, name)
	}
}
