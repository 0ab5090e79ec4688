package validatortest_test

import (
	"fmt"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/validatortest"
)

// printed stands for the *testing.T of a test, and prints how the test fails.
type printed struct{ testing.TB }

func (printed) Helper() {}

func (printed) Errorf(format string, args ...any) { fmt.Printf(format, args...) }

// A test hands over what the emitter under test exported: here a count that is a text.
func ExampleConforms() {
	t := printed{}
	records := []byte(`{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"d2fb36c6122d6086","parent_id":"e04e8e8dc8b1aa24",` +
		`"name":"notification:received","service_name":"iOS","timestamp":1772442000000000,"duration":1,"flow":"notification",` +
		`"flow_version":"1.0.0","tags":{"app_version":"24.11.0","os_version":"18.1","badge_count":"3"}}`)
	validatortest.Conforms(t, validator.Spec{Path: "../../spec/notification.yaml"}, records)
	// Output:
	// the records do not keep the spec:
	// error tag-type: badge_count of "notification:received" is not an int
	//     1 record in 1 trace from iOS 24.11.0
	//     seen      string "3"
	//     expected  an int
	//     spec      ../../spec/notification.yaml:117:3
	//     for one   the test's records:1, byte 0
	//               trace 7f9c24e83b1d4c5a9a0f2e6d81c4b7aa span d2fb36c6122d6086
	//     to do     Give the value in its own type.
	//
	// 1 error: 1 record in 1 file, 1 of them of the flow, in 1 trace
}
