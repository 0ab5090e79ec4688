// A caller written against version 1.0 of the flow. It names every function and every type that callers write.
package main

import (
	"fmt"

	"github.com/specgen/specgen/gen/go/upload"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

type page struct {
	emitter *upload.Web
	sending *upload.Sent
	chosen  upload.ChosenRef
	size    upload.SizeTag
}

func newPage(out flowtrace.SpanProcessor, options ...flowtrace.Option) *page {
	return &page{emitter: upload.NewWeb(out, upload.AppVersion("1.0"), options...)}
}

func (p *page) choose(size int64) {
	p.size = upload.Size(size)
	p.chosen = p.emitter.Chosen(flowtrace.SpanContext{}, p.size)
}

func (p *page) send(id string, kind upload.Kind) upload.SentRef {
	p.sending = p.emitter.StartSent(p.chosen, upload.FileID(id), kind, upload.Extra(flowtrace.Int("try", 1)))
	return p.sending.Ref()
}

func (p *page) sent(checksum string) upload.SentRef {
	return p.sending.End(upload.Checksum(checksum), upload.Extra(flowtrace.Bool("cached", false)))
}

func store(out flowtrace.SpanProcessor, id, traceparent string) (upload.StoredRef, error) {
	emitter := upload.NewStore(out)
	emitter.Stored(upload.DeriveSentRef(upload.FileID(id)), upload.StoredPlaceDisk())
	sent, err := upload.ParseSentRef(traceparent)
	if err != nil {
		return upload.StoredRef{}, err
	}
	options := []upload.StoredOption{upload.Extra(flowtrace.String("host", "a"))}
	return emitter.Stored(sent, upload.StoredPlaceCloud(upload.Region("eu")), options...), nil
}

func main() {
	p := newPage(flowtrace.Discard())
	p.choose(3)
	kind, known := upload.ParseKind("image")
	if !known {
		kind = upload.KindOther("hologram")
	}
	if kind == upload.KindText() {
		fmt.Println(kind.String())
	}
	sent := p.send("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", kind)
	fmt.Println(p.sent("00ff") == sent)
	stored, err := store(flowtrace.Discard(), "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", sent.Traceparent())
	fmt.Println(stored.SpanContext() == upload.DeriveStoredRef(sent).SpanContext(), err)
}
