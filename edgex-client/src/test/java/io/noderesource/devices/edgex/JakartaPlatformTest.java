package io.noderesource.devices.edgex;

import io.noderesource.edgex.simulator.SimulatedRelease;

class JakartaPlatformTest extends EdgePlatformContract {
    @Override
    EdgexUnderTest start() {
        return new SimulatedEdgex(SimulatedRelease.JAKARTA);
    }
}
