package main

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	commonutil "helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	helmengine "helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"helm.sh/helm/v4/pkg/strvals"
	"shelltrail/protocol"
)

type source struct{ chart *chart.Chart }

// Render does what `helm template` does, in its order (pkg/cmd/template.go, pkg/cmd/install.go, pkg/action/install.go and
// renderResources in pkg/action/action.go), without their process, storage and Kubernetes client.
func (s *source) Render(request *protocol.Request) protocol.Answer {
	capabilities := common.DefaultCapabilities.Copy()
	if request.Capabilities.KubeVersion != "" {
		version, err := common.ParseKubeVersion(request.Capabilities.KubeVersion)
		if err != nil {
			return protocol.Failure("kubeVersion", fmt.Errorf("invalid kube version '%s': %w", request.Capabilities.KubeVersion, err))
		}
		capabilities.KubeVersion = *version
	}
	// Clip: the default set is shared between renders, and append must not write behind its end.
	capabilities.APIVersions = append(slices.Clip(capabilities.APIVersions), request.Capabilities.APIVersions...)

	values, err := parseValues(request)
	if err != nil {
		return protocol.Failure("values", err)
	}

	target := copyChart(s.chart)
	if kind := target.Metadata.Type; kind != "" && kind != "application" {
		return protocol.Failure("dependencies", fmt.Errorf("%s charts are not installable", kind))
	}
	if err := checkDependencies(target); err != nil {
		return protocol.Failure("dependencies", err)
	}
	if err := chartutil.ValidateReleaseName(request.Release.Name); err != nil {
		return protocol.Failure("request", fmt.Errorf("release name check failed: release name %q: %w", request.Release.Name, err))
	}
	if err := chartutil.ProcessDependencies(target, values); err != nil {
		return protocol.Failure("dependencies", fmt.Errorf("chart dependencies processing failed: %w", err))
	}

	scope, err := commonutil.ToRenderValues(target, values, common.ReleaseOptions{
		Name:      request.Release.Name,
		Namespace: request.Release.Namespace,
		Revision:  request.Release.RevisionOrDefault(),
		IsInstall: request.Release.Install(),
		IsUpgrade: request.Release.Upgrade(),
	}, capabilities)
	if err != nil {
		if strings.HasPrefix(err.Error(), "values don't meet the specifications") {
			return protocol.Failure("schema", err)
		}
		return protocol.Failure("values", err)
	}

	if wanted := target.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return protocol.Failure("kubeVersion", fmt.Errorf(
			"chart requires kubeVersion: %s which is incompatible with Kubernetes %s", wanted, capabilities.KubeVersion.Version))
	}

	texts, err := helmengine.Render(target, scope)
	if err != nil {
		return protocol.Failure("render", err)
	}
	notes := takeNotes(texts, target.Name(), request.SubNotes)

	hooks, manifests, err := releaseutil.SortManifests(texts, nil, releaseutil.InstallOrder)
	if err != nil {
		return protocol.Failure("parse", err)
	}
	documents := make([]protocol.Document, 0, len(manifests)+len(hooks))
	for _, manifest := range manifests {
		documents = append(documents, protocol.Document{Template: manifest.Name, Text: manifest.Content})
	}
	for _, hook := range hooks {
		documents = append(documents, protocol.Document{Template: hook.Path, Text: hook.Manifest})
	}
	return protocol.Success(documents, notes, request)
}

// parseValues reads the values file as -f does, and then --set (pkg/cli/values/options.go).
func parseValues(request *protocol.Request) (map[string]any, error) {
	values, err := loader.LoadValues(strings.NewReader(request.Values))
	if err != nil {
		return nil, fmt.Errorf("failed to parse values: %w", err)
	}
	for _, argument := range request.Set {
		if err := strvals.ParseInto(argument, values); err != nil {
			return nil, fmt.Errorf("failed parsing --set data: %w", err)
		}
	}
	return values, nil
}

// checkDependencies is action.CheckDependencies; the package would bring the whole Kubernetes client with it.
func checkDependencies(target *chart.Chart) error {
	var missing []string
	for _, wanted := range target.Metadata.Dependencies {
		found := slices.ContainsFunc(target.Dependencies(), func(subchart *chart.Chart) bool {
			return wanted == nil || subchart.Name() == wanted.Name
		})
		if wanted != nil && !found {
			missing = append(missing, wanted.Name)
		}
	}
	if len(missing) > 0 {
		return errors.New("an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch " +
			"missing dependencies: found in Chart.yaml, but missing in charts/ directory: " + strings.Join(missing, ", "))
	}
	return nil
}

// takeNotes removes every NOTES.txt from the rendered texts and returns the chart's own, with its subcharts' when asked.
// Names are sorted, where Helm follows the order of a Go map.
func takeNotes(texts map[string]string, chartName string, subNotes bool) string {
	const suffix = "NOTES.txt"
	var names []string
	for name := range texts {
		if strings.HasSuffix(name, suffix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var notes []string
	for _, name := range names {
		if subNotes || name == path.Join(chartName, "templates", suffix) {
			notes = append(notes, texts[name])
		}
		delete(texts, name)
	}
	return strings.Join(notes, "\n")
}
