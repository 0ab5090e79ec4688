// Package validator holds real traces against specs: does what the services really emit keep the spec?
//
// Compile makes a Validator of one or more specs. A run takes inputs in the formats that people have, or records one by one,
// and gives findings and a summary:
//
//	v, err := validator.Compile(validator.Spec{Path: "spec/notification.yaml"})
//	run, err := v.NewRun(validator.Options{})
//	err = run.Read(ctx, "export.json.gz", file)
//	result, err := run.Finish(ctx)
//
// There is no global state. A Validator is safe for concurrent use, a Run is not.
package validator
