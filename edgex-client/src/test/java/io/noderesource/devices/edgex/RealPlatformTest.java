package io.noderesource.devices.edgex;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against real services, where there are some. */
@EnabledIfEnvironmentVariable(named = "EDGEX_METADATA_URL", matches = ".+")
class RealPlatformTest extends EdgePlatformContract {
    @Override
    EdgexUnderTest start() {
        return new RealEdgex(System.getenv());
    }
}
