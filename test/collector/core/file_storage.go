package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/xextension/storage"
)

// The queue that writes to a storage is the Collector's own and so is what it promises; the storage itself is part of
// contrib, which Debian does not have. This one keeps a bbolt file for each queue as contrib's does, and knows of its
// settings those that otel-collector/config.yaml uses.
type fileStorageConfig struct {
	Directory       string        `mapstructure:"directory"`
	CreateDirectory bool          `mapstructure:"create_directory"`
	Fsync           bool          `mapstructure:"fsync"`
	Timeout         time.Duration `mapstructure:"timeout"`
	// Read and left alone: the files of a test are too small for it.
	Compaction map[string]any `mapstructure:"compaction"`
}

type fileStorage struct{ config *fileStorageConfig }

func newFileStorageFactory() extension.Factory {
	return extension.NewFactory(
		component.MustNewType("file_storage"),
		func() component.Config {
			return &fileStorageConfig{Directory: "/var/lib/otelcol/file_storage", CreateDirectory: true, Timeout: time.Second}
		},
		func(_ context.Context, _ extension.Settings, config component.Config) (extension.Extension, error) {
			return &fileStorage{config: config.(*fileStorageConfig)}, nil
		},
		component.StabilityLevelDevelopment,
	)
}

func (s *fileStorage) Start(context.Context, component.Host) error {
	if !s.config.CreateDirectory {
		return nil
	}
	return os.MkdirAll(s.config.Directory, 0o750)
}

func (s *fileStorage) Shutdown(context.Context) error { return nil }

func (s *fileStorage) GetClient(_ context.Context, kind component.Kind, id component.ID, name string) (storage.Client, error) {
	file := strings.NewReplacer("/", "_", " ", "_").Replace(kind.String() + "_" + id.String() + "_" + name)
	options := &bbolt.Options{Timeout: s.config.Timeout, NoSync: !s.config.Fsync}
	database, err := bbolt.Open(filepath.Join(s.config.Directory, file), 0o600, options)
	if err != nil {
		return nil, err
	}
	err = database.Update(func(transaction *bbolt.Tx) error {
		_, err := transaction.CreateBucketIfNotExists(bucket)
		return err
	})
	return &fileClient{database}, err
}

var bucket = []byte("queue")

type fileClient struct{ database *bbolt.DB }

func (c *fileClient) Get(ctx context.Context, key string) ([]byte, error) {
	operation := storage.GetOperation(key)
	err := c.Batch(ctx, operation)
	return operation.Value, err
}

func (c *fileClient) Set(ctx context.Context, key string, value []byte) error {
	return c.Batch(ctx, storage.SetOperation(key, value))
}

func (c *fileClient) Delete(ctx context.Context, key string) error {
	return c.Batch(ctx, storage.DeleteOperation(key))
}

func (c *fileClient) Batch(_ context.Context, operations ...*storage.Operation) error {
	return c.database.Update(func(transaction *bbolt.Tx) error {
		entries := transaction.Bucket(bucket)
		for _, operation := range operations {
			if err := apply(entries, operation); err != nil {
				return err
			}
		}
		return nil
	})
}

func apply(entries *bbolt.Bucket, operation *storage.Operation) error {
	key := []byte(operation.Key)
	switch operation.Type {
	case storage.Set:
		return entries.Put(key, operation.Value)
	case storage.Delete:
		return entries.Delete(key)
	default:
		// What bbolt returns is valid only within its transaction; nil says that there is no such key.
		if value := entries.Get(key); value != nil {
			operation.Value = append([]byte{}, value...)
		}
		return nil
	}
}

func (c *fileClient) Close(context.Context) error { return c.database.Close() }
