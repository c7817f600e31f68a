package main

import (
	"maps"
	"slices"

	"helm.sh/helm/v3/pkg/chart/loader"
	"shelltrail/protocol"
)

type engine struct{}

func (engine) LoadPath(path string) (protocol.Chart, error) {
	loaded, err := loader.Load(path)
	if err != nil {
		return nil, err
	}
	return &source{loaded}, nil
}

func (engine) LoadFiles(files map[string]string) (protocol.Chart, error) {
	buffered := make([]*loader.BufferedFile, 0, len(files))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		buffered = append(buffered, &loader.BufferedFile{Name: name, Data: []byte(files[name])})
	}
	loaded, err := loader.LoadFiles(buffered)
	if err != nil {
		return nil, err
	}
	return &source{loaded}, nil
}
