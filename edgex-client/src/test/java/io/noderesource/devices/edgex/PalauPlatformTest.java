package io.noderesource.devices.edgex;

import io.noderesource.edgex.simulator.SimulatedRelease;

class PalauPlatformTest extends EdgePlatformContract {
    @Override
    EdgexUnderTest start() {
        return new SimulatedEdgex(SimulatedRelease.PALAU);
    }
}
