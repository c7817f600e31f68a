package main

import chart "helm.sh/helm/v4/pkg/chart/v2"

// copyChart copies what resolving dependencies writes to: the tree of charts, their dependency lists and their values. Templates,
// files and schemas are only read, and shared.
func copyChart(original *chart.Chart) *chart.Chart {
	copied := *original
	copied.Metadata = copyMetadata(original.Metadata)
	copied.Values = copyMap(original.Values)
	subcharts := make([]*chart.Chart, 0, len(original.Dependencies()))
	for _, subchart := range original.Dependencies() {
		subcharts = append(subcharts, copyChart(subchart))
	}
	copied.SetDependencies(subcharts...)
	return &copied
}

func copyMetadata(original *chart.Metadata) *chart.Metadata {
	copied := *original
	if original.Dependencies != nil {
		copied.Dependencies = make([]*chart.Dependency, len(original.Dependencies))
		for i, dependency := range original.Dependencies {
			// Helm tolerates an empty entry in the list; so must the copy.
			if dependency != nil {
				entry := *dependency
				copied.Dependencies[i] = &entry
			}
		}
	}
	return &copied
}

func copyMap(original map[string]any) map[string]any {
	if original == nil {
		return nil
	}
	copied := make(map[string]any, len(original))
	for key, value := range original {
		copied[key] = copyValue(value)
	}
	return copied
}

func copyValue(value any) any {
	switch typed := value.(type) {
	case map[string]any:
		return copyMap(typed)
	case []any:
		copied := make([]any, len(typed))
		for i, item := range typed {
			copied[i] = copyValue(item)
		}
		return copied
	default:
		return value
	}
}
