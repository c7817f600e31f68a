// Package protocol is what both batch renderers speak: one JSON request per line on standard input, one JSON answer per
// line on standard output, in the order of the requests. It knows nothing of a Helm major version.
package protocol

import "encoding/json"

// Request is one line of input. Op says which fields count.
type Request struct {
	// Op is "load" or "render".
	Op string `json:"op"`

	// load: ID names the chart for later renders (an ID in use is replaced). Either Path (chart folder or .tgz) or Files (path
	// within the chart -> text, like an unpacked archive: .helmignore does not apply).
	ID    string            `json:"id,omitempty"`
	Path  string            `json:"path,omitempty"`
	Files map[string]string `json:"files,omitempty"`

	// render: the rest.
	Chart        string       `json:"chart,omitempty"`
	Release      Release      `json:"release"`
	Capabilities Capabilities `json:"capabilities"`
	// Values is the text of one values file, YAML or JSON, as given with -f.
	Values string `json:"values,omitempty"`
	// Set holds --set arguments.
	Set []string `json:"set,omitempty"`
	// Texts asks for the rendered text of every document too.
	Texts bool `json:"texts,omitempty"`
	// Strict makes a key that occurs twice in one map an error. Helm itself lets the last one win.
	Strict bool `json:"strict,omitempty"`
	// SubNotes adds the subcharts' notes, as --render-subchart-notes.
	SubNotes bool `json:"subNotes,omitempty"`
}

// Release is .Release. Absent fields are those of `helm template`: revision 1, an install.
type Release struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	Revision  *int   `json:"revision,omitempty"`
	IsInstall *bool  `json:"isInstall,omitempty"`
	IsUpgrade *bool  `json:"isUpgrade,omitempty"`
}

// RevisionOrDefault is the revision, 1 when absent.
func (r Release) RevisionOrDefault() int {
	if r.Revision == nil {
		return 1
	}
	return *r.Revision
}

// Upgrade is .Release.IsUpgrade; false when absent.
func (r Release) Upgrade() bool { return r.IsUpgrade != nil && *r.IsUpgrade }

// Install is .Release.IsInstall; the opposite of Upgrade when absent.
func (r Release) Install() bool {
	if r.IsInstall == nil {
		return !r.Upgrade()
	}
	return *r.IsInstall
}

// Capabilities is what --kube-version and --api-versions give. An empty KubeVersion means Helm's own default.
type Capabilities struct {
	KubeVersion string   `json:"kubeVersion,omitempty"`
	APIVersions []string `json:"apiVersions,omitempty"`
}

// Answer is one line of output.
type Answer struct {
	OK bool `json:"ok"`
	// Stage says where a failure happened: request, load, values, dependencies, schema, kubeVersion, render or parse.
	Stage string `json:"stage,omitempty"`
	Error string `json:"error,omitempty"`
	// Objects are in the order in which `helm template` prints them: manifests in install order, then hooks.
	Objects []Object `json:"objects,omitempty"`
	Notes   string   `json:"notes,omitempty"`
	// Texts are all documents, in the same order, those without an object included: put together they are what `helm template`
	// prints.
	Texts []Document `json:"texts,omitempty"`
}

// Object is one rendered Kubernetes object and the template it came from.
type Object struct {
	Template string          `json:"template"`
	Object   json.RawMessage `json:"object"`
}

// Failure is the answer for an error at a stage.
func Failure(stage string, err error) Answer {
	return Answer{Stage: stage, Error: err.Error()}
}
