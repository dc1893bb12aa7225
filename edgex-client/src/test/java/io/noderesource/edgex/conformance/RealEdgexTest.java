package io.noderesource.edgex.conformance;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against real services, where there are some. */
@EnabledIfEnvironmentVariable(named = "EDGEX_METADATA_URL", matches = ".+")
class RealEdgexTest extends EdgexConformance {
    @Override
    Server start() {
        return new RealServer(System.getenv());
    }
}
