package trace_test

import (
	"fmt"

	"github.com/specgen/specgen/validator/trace"
)

func ExampleParseID() {
	id, ok := trace.ParseID([]byte("0AF7651916CD43DD8448EB211C80319C"))
	fmt.Println(id, ok)
	_, ok = trace.ParseID([]byte("0af76519"))
	fmt.Println(ok)
	// Output:
	// 0af7651916cd43dd8448eb211c80319c true
	// false
}

func ExampleValue() {
	for _, v := range []trace.Value{trace.StringValue([]byte("ios")), trace.IntValue(3), trace.BoolValue(true), {}} {
		fmt.Println(v.Kind, string(v.Text), v.Int())
	}
	// Output:
	// string ios 0
	// int  3
	// bool  1
	// no value  0
}

func ExampleParseSeverity() {
	severity, ok := trace.ParseSeverity("warning")
	fmt.Println(severity, ok, severity < trace.Error)
	// Output: warning true true
}
