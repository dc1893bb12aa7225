package io.noderesource.edgex.conformance;

import io.noderesource.edgex.simulator.SimulatedRelease;

class SimulatedNapaTest extends EdgexConformance {
    @Override
    Server start() {
        return new SimulatedServer(SimulatedRelease.NAPA);
    }
}
