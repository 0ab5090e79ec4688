// Command memory measures how much memory specgen validate takes at most: it makes up records of spec/notification.yaml, pipes them
// into the command, and prints the peak of its resident memory. Each kind of input has very much of one thing.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// kinds of input, by what there is much of. Each writes the record with a number.
var kinds = []struct {
	name  string
	write func(w io.Writer, n int)
}{
	{"traces", func(w io.Writer, n int) { record(w, n, n/6, "received", "iOS", "24.11.0", "") }},
	{"versions", func(w io.Writer, n int) { record(w, n, n/6, "received", "iOS", fmt.Sprint("24.", n), "") }},
	{"services", func(w io.Writer, n int) { record(w, n, n/6, "received", fmt.Sprint("service ", n), "1", "") }},
	{"names of spans", func(w io.Writer, n int) { record(w, n, n/6, fmt.Sprint("step ", n), "iOS", "24.11.0", "") }},
	{"names of tags", func(w io.Writer, n int) { record(w, n, n/6, "received", "iOS", "24.11.0", fmt.Sprint("tag ", n)) }},
	{"examples", func(w io.Writer, n int) {
		record(w, n, n/6, "received", "iOS", fmt.Sprint("24.", n%4000), fmt.Sprint(strings.Repeat("long ", 30), n%7))
	}},
	{"one trace", func(w io.Writer, n int) { record(w, n, 0, "received", "iOS", "24.11.0", "") }},
}

func record(w io.Writer, n, trace int, name, service, version, tag string) {
	fmt.Fprintf(w, `{"trace_id":"%032x","span_id":"%016x","name":"notification:%s","service_name":"%s","timestamp":%d,"duration":1,"parent_id":"%016x",`+
		`"flow":"notification","flow_version":"1.0.0","tags":[{"key":"app_version","v_str":"%s"},{"key":"user_id","v_str":"U%d"}`,
		trace+1, n+1, name, service, 1_772_442_000_000_000+n*100, n, version, n)
	if tag != "" {
		fmt.Fprintf(w, `,{"key":"%s","v_str":"%s"}`, tag, strings.Repeat("x", 190))
	}
	io.WriteString(w, "]}\n")
}

func main() {
	command := flag.String("specgen", "./specgen", "the command")
	spec := flag.String("spec", "spec/notification.yaml", "the notification flow")
	records := flag.Int("records", 1_000_000, "how many records to make up")
	budget := flag.Int("budget", 64, "for --memory, in MiB")
	examples := flag.Int("examples", 1000, "for --examples")
	only := flag.String("only", "", "measure one kind only")
	most := flag.Int("most", 0, "fail above this peak, in MiB; 0 for no limit")
	funnel := flag.Bool("funnel", false, "measure funnel instead of validate, by what there is very much of")
	flag.Parse()
	failed := false
	for _, kind := range kinds {
		if *only != "" && kind.name != *only {
			continue
		}
		args := []string{"validate", "--spec", *spec, "--memory", fmt.Sprintf("%dMiB", *budget), "--examples", fmt.Sprint(*examples), "--format", "json", "-"}
		if *funnel {
			args = []string{"funnel", "--spec", *spec, "--memory", fmt.Sprintf("%dMiB", *budget), "--by", "user_id", "--by", "version", "--format", "json", "-"}
		}
		peak, printed, err := measure(exec.Command(*command, args...), *records, kind.write)
		if err != nil {
			fmt.Fprintln(os.Stderr, "memory:", err)
			os.Exit(1)
		}
		fmt.Printf("%-16s %9d records  peak %4d MiB  report %6.1f MB\n", kind.name, *records, peak>>20, float64(printed)/1e6)
		failed = failed || *most > 0 && peak > int64(*most)<<20
	}
	if failed {
		fmt.Fprintf(os.Stderr, "memory: more than %d MiB\n", *most)
		os.Exit(1)
	}
}

// measure pipes records into the command, and returns its peak of resident memory and how much it printed, in bytes.
func measure(c *exec.Cmd, records int, write func(io.Writer, int)) (peak int64, printed counter, err error) {
	c.Stdout, c.Stderr = &printed, os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return 0, 0, err
	}
	if err := c.Start(); err != nil {
		return 0, 0, err
	}
	w := bufio.NewWriterSize(in, 1<<20)
	for n := range records {
		write(w, n)
	}
	err = errors.Join(w.Flush(), in.Close())
	var exit *exec.ExitError
	const findings = 3
	if waited := c.Wait(); waited != nil && (!errors.As(waited, &exit) || exit.ExitCode() != findings) {
		return 0, 0, errors.Join(waited, err)
	}
	usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, 0, errors.New("cannot read how much memory the command took")
	}
	return usage.Maxrss << 10, printed, err // in KiB on Linux
}

// counter counts the bytes that are written to it.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
