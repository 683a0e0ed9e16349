// Package arch holds the arrows of the architecture: which package may import
// which, who owns each library, and which calls are forbidden. It is a test
// that reads the sources; it has no code that runs elsewhere.
package arch
