package protocol

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
)

// Engine is what one Helm major version provides.
type Engine interface {
	// LoadPath reads a chart folder or archive, as Helm does.
	LoadPath(path string) (Chart, error)
	// LoadFiles builds a chart from texts.
	LoadFiles(files map[string]string) (Chart, error)
}

// Chart is a loaded chart. Render is called from several goroutines at once and must leave the chart as it was.
type Chart interface {
	Render(request *Request) Answer
}

// Serve answers requests until the input ends. Charts are loaded one at a time, as they come; renders run on all cores, and
// their answers still leave in the order of the requests. At most four answers per core wait for the reader: a client that
// does not read makes Serve stop reading too.
func Serve(input io.Reader, output io.Writer, engine Engine) error {
	cores := runtime.GOMAXPROCS(0)
	queue := make(chan chan []byte, 4*cores)
	slots := make(chan struct{}, cores)
	written := make(chan error, 1)
	go func() { written <- writeAnswers(queue, output) }()

	charts := map[string]Chart{}
	reader := bufio.NewReaderSize(input, 1<<20)
	for {
		line, readErr := reader.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			answer := make(chan []byte, 1)
			queue <- answer
			request, err := parseRequest(line)
			switch {
			case err != nil:
				answer <- encode(Failure("request", err))
			case request.Op == "load":
				answer <- encode(load(engine, charts, request))
			case charts[request.Chart] == nil:
				answer <- encode(Failure("request", fmt.Errorf("no chart was loaded under the id %q", request.Chart)))
			default:
				chart := charts[request.Chart]
				slots <- struct{}{}
				go func() {
					defer func() { <-slots }()
					answer <- encode(chart.Render(request))
				}()
			}
		}
		if readErr != nil {
			close(queue)
			if err := <-written; err != nil {
				return err
			}
			if errors.Is(readErr, io.EOF) {
				return nil
			}
			return readErr
		}
	}
}

// parseRequest refuses unknown fields: a misspelt one would silently render something else.
func parseRequest(line []byte) (*Request, error) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	request := &Request{}
	if err := decoder.Decode(request); err != nil {
		return nil, fmt.Errorf("not a request: %w", err)
	}
	if request.Op != "load" && request.Op != "render" {
		return nil, fmt.Errorf("op is %q; it must be \"load\" or \"render\"", request.Op)
	}
	return request, nil
}

func load(engine Engine, charts map[string]Chart, request *Request) Answer {
	if request.ID == "" {
		return Failure("request", errors.New("load needs an id"))
	}
	var chart Chart
	var err error
	switch {
	case request.Path != "" && request.Files != nil:
		return Failure("request", errors.New("load takes a path or files, not both"))
	case request.Path != "":
		chart, err = engine.LoadPath(request.Path)
	case request.Files != nil:
		chart, err = engine.LoadFiles(request.Files)
	default:
		return Failure("request", errors.New("load needs a path or files"))
	}
	if err != nil {
		delete(charts, request.ID)
		return Failure("load", err)
	}
	charts[request.ID] = chart
	return Answer{OK: true}
}

// encode writes <, > and & as they are: manifests are full of them and nothing here is HTML.
func encode(answer Answer) []byte {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer); err != nil {
		line.Reset()
		_ = encoder.Encode(Failure("parse", err))
	}
	return line.Bytes()
}

// writeAnswers flushes whenever nothing else is ready, so that a client that waits for one answer gets it.
func writeAnswers(queue <-chan chan []byte, output io.Writer) error {
	writer := bufio.NewWriterSize(output, 1<<20)
	var failed error
	for answer := range queue {
		line := <-answer
		if failed == nil {
			_, failed = writer.Write(line)
		}
		if failed == nil && len(queue) == 0 {
			failed = writer.Flush()
		}
	}
	if failed == nil {
		failed = writer.Flush()
	}
	return failed
}
