package protocol

import (
	"fmt"

	"sigs.k8s.io/yaml"
)

// Document is one YAML document as Helm split it off a rendered template.
type Document struct {
	Template string `json:"template"`
	Text     string `json:"text"`
}

// Success turns documents into the answer for a render. Documents that hold nothing but comments are left out. The conversion
// to JSON is the one kubectl and Helm use, so that numbers come out as the API server would see them.
func Success(documents []Document, notes string, request *Request) Answer {
	answer := Answer{OK: true, Notes: notes, Objects: make([]Object, 0, len(documents))}
	toJSON := yaml.YAMLToJSON
	if request.Strict {
		toJSON = yaml.YAMLToJSONStrict
	}
	for _, document := range documents {
		// Helm 3 trims a document when it splits a template, and prints it with a line break: a block scalar at the end keeps its own.
		object, err := toJSON([]byte(document.Text + "\n"))
		if err != nil {
			return Failure("parse", fmt.Errorf("YAML parse error on %s: %w", document.Template, err))
		}
		if string(object) != "null" {
			answer.Objects = append(answer.Objects, Object{Template: document.Template, Object: object})
		}
	}
	if request.Texts {
		answer.Texts = documents
	}
	return answer
}
