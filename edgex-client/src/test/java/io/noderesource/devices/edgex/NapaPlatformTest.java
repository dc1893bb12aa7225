package io.noderesource.devices.edgex;

import io.noderesource.edgex.simulator.SimulatedRelease;

class NapaPlatformTest extends EdgePlatformContract {
    @Override
    EdgexUnderTest start() {
        return new SimulatedEdgex(SimulatedRelease.NAPA);
    }
}
