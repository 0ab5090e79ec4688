// Package endspan has measured spans that are ended, and some that are not.
package endspan

import (
	"errors"

	"github.com/specgen/specgen/gen/go/notification"
)

var errNoMessage = errors.New("no message")

func ended(app *notification.IOS, opened notification.OpenedRef) {
	reading := app.StartReadInApp(opened)
	reading.End()
}

func deferred(app *notification.IOS, opened notification.OpenedRef, load func() error) error {
	reading := app.StartReadInApp(opened)
	defer reading.End()
	return load()
}

func deferredLiteral(app *notification.IOS, opened notification.OpenedRef, load func() error) error {
	reading := app.StartReadInApp(opened)
	defer func() { reading.End() }()
	return load()
}

func chained(app *notification.IOS, opened notification.OpenedRef) { app.StartReadInApp(opened).End() }

func handedOn(app *notification.IOS, opened notification.OpenedRef, to chan *notification.ReadInApp) {
	reading := app.StartReadInApp(opened)
	to <- reading
}

func returned(app *notification.IOS, opened notification.OpenedRef) *notification.ReadInApp {
	return app.StartReadInApp(opened)
}

func ofAnother(app *notification.IOS, opened notification.OpenedRef) {
	reading := returned(app, opened) // want `the span reading is not ended on every path`
	_ = reading.Ref()
}

type screen struct{ reading *notification.ReadInApp }

func (s *screen) open(app *notification.IOS, opened notification.OpenedRef) {
	s.reading = app.StartReadInApp(opened)
}

func early(app *notification.IOS, opened notification.OpenedRef, found bool) error {
	reading := app.StartReadInApp(opened) // want `the span reading is not ended on every path \(not on the one to line 54\), so it is not emitted there: call its End, or defer that`
	if !found {
		return errNoMessage
	}
	reading.End()
	return nil
}

func panics(app *notification.IOS, opened notification.OpenedRef, found bool) {
	reading := app.StartReadInApp(opened)
	if !found {
		panic(errNoMessage)
	}
	reading.End()
}

func discarded(app *notification.IOS, opened notification.OpenedRef) {
	app.StartReadInApp(opened)     // want `the span that StartReadInApp begins is not ended`
	_ = app.StartReadInApp(opened) // want `the span that StartReadInApp begins is not ended`
}

func onlyItsReference(app *notification.IOS, opened notification.OpenedRef) notification.ReadInAppRef {
	return app.StartReadInApp(opened).Ref() // want `the span that StartReadInApp begins is not ended`
}

func toTheEnd(app *notification.IOS, opened notification.OpenedRef) {
	var reading = app.StartReadInApp(opened) // want `not on the one to line 80`
	if reading.Ref() == (notification.ReadInAppRef{}) {
		return
	}
	_ = reading
}

func comparedWithNil(app *notification.IOS, opened notification.OpenedRef, show bool) {
	var reading *notification.ReadInApp
	if show {
		reading = app.StartReadInApp(opened)
	}
	if reading != nil {
		reading.End()
	}
}

func inLoop(app *notification.IOS, all []notification.OpenedRef, skip func(notification.OpenedRef) bool) {
	for _, opened := range all {
		reading := app.StartReadInApp(opened) // want `the span reading is not ended on every path`
		if skip(opened) {
			continue
		}
		reading.End()
	}
}

func overwritten(app *notification.IOS, first, second notification.OpenedRef) {
	reading := app.StartReadInApp(first) // want `not on the one to line 107`
	reading = app.StartReadInApp(second)
	reading.End()
}

func inLiteral(app *notification.IOS, opened notification.OpenedRef) func() {
	return func() {
		reading := app.StartReadInApp(opened) // want `the span reading is not ended on every path`
		_ = reading.Ref()
	}
}

func bothWays(app *notification.IOS, opened notification.OpenedRef, n int) {
	reading := app.StartReadInApp(opened)
	switch {
	case n > 1:
		reading.End(notification.MessageCount(int64(n)))
	default:
		reading.End()
	}
}

func ofOuter(app *notification.IOS, opened notification.OpenedRef) {
	var reading *notification.ReadInApp
	begin := func() { reading = app.StartReadInApp(opened) }
	begin()
	reading.End()
}
