// Command kagura-collector is the core of the OpenTelemetry Collector, for the suites of test/collector: every component
// of the Collector's own repository that otel-collector/core.yaml uses, and a file_storage that stands in for contrib's.
package main

import (
	"log"
	"os"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.opentelemetry.io/collector/confmap/provider/fileprovider"
	"go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/connector/forwardconnector"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/debugexporter"
	"go.opentelemetry.io/collector/exporter/otlpexporter"
	"go.opentelemetry.io/collector/exporter/otlphttpexporter"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/otelcol"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/batchprocessor"
	"go.opentelemetry.io/collector/processor/memorylimiterprocessor"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/service/telemetry/otelconftelemetry"
)

func main() {
	settings := otelcol.CollectorSettings{
		BuildInfo: component.BuildInfo{Command: "kagura-collector", Description: "Core of the OpenTelemetry Collector", Version: "test"},
		Factories: factories,
		ConfigProviderSettings: otelcol.ConfigProviderSettings{
			ResolverSettings: confmap.ResolverSettings{
				ProviderFactories: []confmap.ProviderFactory{
					envprovider.NewFactory(), fileprovider.NewFactory(), yamlprovider.NewFactory(),
				},
				DefaultScheme: "env",
			},
		},
	}
	if err := otelcol.NewCommand(settings).Execute(); err != nil {
		log.Print(err)
		os.Exit(1)
	}
}

func factories() (otelcol.Factories, error) {
	var failure error
	found := otelcol.Factories{
		Receivers:  byType[receiver.Factory](&failure, otlpreceiver.NewFactory()),
		Processors: byType[processor.Factory](&failure, memorylimiterprocessor.NewFactory(), batchprocessor.NewFactory()),
		Exporters: byType[exporter.Factory](&failure,
			otlpexporter.NewFactory(), otlphttpexporter.NewFactory(), debugexporter.NewFactory()),
		Connectors: byType[connector.Factory](&failure, forwardconnector.NewFactory()),
		Extensions: byType[extension.Factory](&failure, newFileStorageFactory()),
		Telemetry:  otelconftelemetry.NewFactory(),
	}
	return found, failure
}

func byType[Factory component.Factory](failure *error, factories ...Factory) map[component.Type]Factory {
	byType, err := otelcol.MakeFactoryMap(factories...)
	if err != nil {
		*failure = err
	}
	return byType
}
