package cli

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// terminal returns both ends of a pseudo-terminal.
func terminal(t *testing.T) (screen, end *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { screen.Close() })
	control := func(request uintptr, value *int32) {
		if _, _, failure := syscall.Syscall(syscall.SYS_IOCTL, screen.Fd(), request, uintptr(unsafe.Pointer(value))); failure != 0 {
			t.Fatal(failure)
		}
	}
	var locked, number int32
	control(syscall.TIOCSPTLCK, &locked)
	control(syscall.TIOCGPTN, &number)
	end, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end.Close() })
	return screen, end
}

// TestProgressOnATerminal validates a pipe that takes its time, with standard error on a terminal: the line is shown, erased before the
// report, and not part of it.
func TestProgressOnATerminal(t *testing.T) {
	t.Setenv("TERM", "xterm")
	screen, end := terminal(t)
	in, records, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	code := make(chan int, 1)
	go func() {
		code <- Run([]string{"validate", "--spec", "../../spec/notification.yaml", "--incomplete", "-"}, in, &stdout, end)
		end.Close()
	}()
	if _, err := records.WriteString(oneRecord + "\n"); err != nil {
		t.Fatal(err)
	}
	var seen strings.Builder
	buf := make([]byte, 1024)
	for {
		n, err := screen.Read(buf)
		seen.Write(buf[:n])
		if strings.Contains(seen.String(), "records/s") {
			records.Close() // again and again: all but the first do nothing
		}
		if err != nil { // the other end was closed
			break
		}
	}
	if c := <-code; c != exitFindings || !strings.HasPrefix(stdout.String(), "Read    -: 1 record") || strings.Contains(stdout.String(), "\x1b[K") {
		t.Errorf("exit code %d and\n%s", c, stdout.String())
	}
	if text := seen.String(); !strings.HasPrefix(text, clearLine) || !strings.Contains(text, " bytes, 0 records, 0 records/s") || !strings.HasSuffix(text, clearLine) {
		t.Errorf("the terminal got %q", text)
	}
}
