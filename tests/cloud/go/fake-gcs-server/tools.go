//go:build tools

// Package emulators pins what the cloud suites build.
package emulators

import _ "github.com/fsouza/fake-gcs-server"
