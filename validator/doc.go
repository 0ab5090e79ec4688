// Package validator checks real traces against specs: do the spans that services really emit conform to the spec?
//
// [Compile] makes a [Validator] from one or more specs. A [Run] reads inputs, such as files of OTLP JSON, or takes records one by
// one, and returns findings and a summary:
//
//	v, err := validator.Compile(validator.Spec{Path: "spec/notification.yaml"})
//	run, err := v.NewRun(validator.Options{})
//	err = run.Read(ctx, "export.json.gz", file)
//	result, err := run.Finish(ctx)
//
// A [Checker] says of single records at once what is wrong with them, and keeps nothing. A [Converter] writes what a Run reads in one
// format, without a spec. [Validator.Collect] finds single traces in inputs of any size, by id, by KEY=VALUE or by how bad they are, and
// returns their records with what each breaks; [Validator.Judge] does the latter for records that are at hand. [Read] passes the records of an
// input to a function, and nothing more.
//
// The package has no global state. A Validator is safe for concurrent use; a Run, a Checker and a Converter are not.
package validator
