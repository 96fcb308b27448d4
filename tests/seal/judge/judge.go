// Judge checks a sealed log with the note and tree packages that Go's checksum database is built on.
//
//	judge FOLDER KEYS PROOFS
//
// FOLDER holds a log as C2SP's tlog-tiles lays it out: checkpoint, tile/entries/..., tile/<level>/.... KEYS holds
// a vkey on each line, the log's first, and all of them must have signed the checkpoint. PROOFS holds one proof as
// JSON on each line. What is wrong with the log ends the run; what is wrong with a proof is said with its line
// number. It exits 0 if all is right, 1 if something is not, and 2 if it was misused.
//
// Nothing of what is judged is used here: the tree is rebuilt from the entries, and every hash, root, tile, proof
// and signature is computed or checked by golang.org/x/mod/sumdb and by Go's own library.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// A shown proof, of one of three kinds: inclusion, consistency, tlog-proof.
type shown struct {
	Kind   string
	Index  int64
	Old    int64
	Size   int64
	Hashes []tlog.Hash
	Text   string
}

// A judged log: the tree that its checkpoint claims, and the hashes that follow from its entries.
type judged struct {
	folder string
	keys   []note.Verifier
	tree   tlog.Tree
	stored []tlog.Hash
}

func (log *judged) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(log.stored)) {
			return nil, errors.New("a hash beyond the end of the log")
		}
		hashes[i] = log.stored[index]
	}
	return hashes, nil
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: judge FOLDER KEYS PROOFS")
		os.Exit(2)
	}
	log := &judged{folder: os.Args[1]}
	if err := log.check(os.Args[2]); err != nil {
		fmt.Println("log refused:", err)
		os.Exit(1)
	}
	accepted, refused, err := log.proofs(os.Args[3])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	fmt.Printf("log of %d entries accepted, %d proofs accepted, %d refused\n", log.tree.N, accepted, refused)
	if refused > 0 {
		os.Exit(1)
	}
}

func (log *judged) check(keys string) error {
	if err := log.readKeys(keys); err != nil {
		return err
	}
	signed, err := os.ReadFile(filepath.Join(log.folder, "checkpoint"))
	if err != nil {
		return err
	}
	if log.tree, err = log.open(signed, len(log.keys)); err != nil {
		return err
	}
	expected := map[string]bool{"checkpoint": true}
	if err := log.readEntries(expected); err != nil {
		return err
	}
	root, err := tlog.TreeHash(log.tree.N, log)
	if err != nil {
		return err
	}
	if root != log.tree.Hash {
		return errors.New("the entries do not lead to the root")
	}
	if err := log.checkTiles(expected); err != nil {
		return err
	}
	return log.checkFiles(expected)
}

func (log *judged) readKeys(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, vkey := range strings.Fields(string(text)) {
		key, err := note.NewVerifier(vkey)
		if err != nil {
			key, err = newWitness(vkey)
		}
		if err != nil {
			return fmt.Errorf("key %s: %v", vkey, err)
		}
		log.keys = append(log.keys, key)
	}
	if len(log.keys) == 0 {
		return errors.New("no keys")
	}
	return nil
}

// open returns the tree that a signed checkpoint speaks of, if at least so many of the keys signed it,
// the log's among them.
func (log *judged) open(signed []byte, signers int) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(log.keys...))
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(opened.Sigs) < signers {
		return tlog.Tree{}, fmt.Errorf("%d keys signed, not %d", len(opened.Sigs), signers)
	}
	if opened.Sigs[0].Hash != log.keys[0].KeyHash() {
		return tlog.Tree{}, errors.New("the first signature is not the log's")
	}
	lines := strings.SplitAfter(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != log.keys[0].Name()+"\n" {
		return tlog.Tree{}, errors.New("the checkpoint is not one of three lines by this log")
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + lines[1] + lines[2]))
}

func (log *judged) readEntries(expected map[string]bool) error {
	for n := int64(0); n<<height < log.tree.N; n++ {
		width := log.tree.N - n<<height
		if width > 1<<height {
			width = 1 << height
		}
		path := pathOf(tlog.Tile{H: height, L: -1, N: n, W: int(width)})
		expected[path] = true
		bundle, err := os.ReadFile(filepath.Join(log.folder, path))
		if err != nil {
			return err
		}
		for i := int64(0); i < width; i++ {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("%s is cut", path)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if err := log.add(n<<height+i, bundle[2:end]); err != nil {
				return err
			}
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			return fmt.Errorf("%s is too long", path)
		}
	}
	return nil
}

func (log *judged) add(index int64, entry []byte) error {
	hashes, err := tlog.StoredHashesForRecordHash(index, tlog.RecordHash(entry), log)
	log.stored = append(log.stored, hashes...)
	return err
}

// checkTiles compares every tile with the one that the entries make, and lets Go's own reader of tiles
// authenticate them from the root down.
func (log *judged) checkTiles(expected map[string]bool) error {
	tiles := tlog.NewTiles(height, 0, log.tree.N)
	for i, tile := range tiles {
		if i+1 < len(tiles) && tiles[i+1].L == tile.L && tiles[i+1].N == tile.N {
			continue // Go names a partial tile in every width it could have been asked for.
		}
		path := pathOf(tile)
		expected[path] = true
		found, err := os.ReadFile(filepath.Join(log.folder, path))
		if err != nil {
			return err
		}
		made, err := tlog.ReadTileData(tile, log)
		if err != nil {
			return err
		}
		if !bytes.Equal(found, made) {
			return fmt.Errorf("%s is not what the entries make", path)
		}
	}
	if log.tree.N == 0 {
		return nil
	}
	root, err := tlog.TreeHash(log.tree.N, tlog.TileHashReader(log.tree, log))
	if err == nil && root != log.tree.Hash {
		err = errors.New("the tiles do not lead to the root")
	}
	return err
}

// checkFiles refuses a file that is no part of the log.
func (log *judged) checkFiles(expected map[string]bool) error {
	return filepath.WalkDir(log.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(log.folder, path)
		if err == nil && !expected[filepath.ToSlash(name)] {
			err = fmt.Errorf("%s is no part of the log", name)
		}
		return err
	})
}

// Height, ReadTiles and SaveTiles let Go's reader of tiles read the folder.
func (log *judged) Height() int { return height }

func (log *judged) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		found, err := os.ReadFile(filepath.Join(log.folder, pathOf(tile)))
		if err != nil {
			return nil, err
		}
		data[i] = found
	}
	return data, nil
}

func (log *judged) SaveTiles([]tlog.Tile, [][]byte) {}

// pathOf turns Go's path of a tile into C2SP's: the height is always 8, and entries are called entries.
func pathOf(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

func (log *judged) proofs(path string) (accepted, refused int, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		var proof shown
		if err := json.Unmarshal(lines.Bytes(), &proof); err != nil {
			return accepted, refused, fmt.Errorf("proof %d: %v", number, err)
		}
		if err := log.prove(proof); err != nil {
			fmt.Printf("proof %d refused: %v\n", number, err)
			refused++
		} else {
			accepted++
		}
	}
	return accepted, refused, lines.Err()
}

func (log *judged) prove(proof shown) error {
	switch proof.Kind {
	case "inclusion":
		root, err := log.rootAt(proof.Size)
		if err != nil {
			return err
		}
		return log.included(proof.Index, tlog.Tree{N: proof.Size, Hash: root}, proof.Hashes)
	case "consistency":
		old, err := log.rootAt(proof.Old)
		if err != nil {
			return err
		}
		root, err := log.rootAt(proof.Size)
		if err != nil {
			return err
		}
		return tlog.CheckTree(tlog.TreeProof(proof.Hashes), proof.Size, root, proof.Old, old)
	case "tlog-proof":
		return log.standsAlone(proof.Text)
	}
	return fmt.Errorf("a proof of the unknown kind %q", proof.Kind)
}

func (log *judged) rootAt(size int64) (tlog.Hash, error) {
	if size < 1 || size > log.tree.N {
		return tlog.Hash{}, fmt.Errorf("the log never had %d entries", size)
	}
	return tlog.TreeHash(size, log)
}

func (log *judged) included(index int64, tree tlog.Tree, hashes []tlog.Hash) error {
	if index < 0 || index >= log.tree.N {
		return fmt.Errorf("the log has no entry %d", index)
	}
	leaf := log.stored[tlog.StoredHashIndex(0, index)]
	return tlog.CheckRecord(tlog.RecordProof(hashes), tree.N, tree.Hash, index, leaf)
}

// standsAlone reads a c2sp.org/tlog-proof@v1 and believes the checkpoint in it, once its signatures are checked.
func (log *judged) standsAlone(text string) error {
	cut := strings.Index(text, "\n\n")
	if cut < 0 {
		return errors.New("no checkpoint")
	}
	lines := strings.Split(text[:cut], "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || len(lines) < 2 || !strings.HasPrefix(lines[1], "index ") {
		return errors.New("no tlog-proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var hashes []tlog.Hash
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		hashes = append(hashes, hash)
	}
	tree, err := log.open([]byte(text[cut+2:]), 1)
	if err != nil {
		return err
	}
	return log.included(index, tree, hashes)
}

// A witness verifies C2SP's cosignature/v1, which Go's note package leaves to others.
type witness struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func newWitness(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("no vkey")
	}
	id, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if len(key) != 33 || key[0] != 4 || binary.BigEndian.Uint32(sum[:]) != uint32(id) {
		return nil, errors.New("neither the key of a log nor that of a witness")
	}
	return &witness{parts[0], uint32(id), key[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.id }

func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}
