namespace Ziggie.Doctor.Findings;

/// <summary>What must be right before the next can be: the first one that fails is the root cause, what fails after it its consequence.</summary>
public enum Layer
{
    /// <summary>What was written down: settings, environment files.</summary>
    Configuration,

    /// <summary>The host's name leads to an address.</summary>
    Name,

    /// <summary>Somebody listens, and it is who is meant.</summary>
    Listener,

    /// <summary>A connection is taken, at each address of the name.</summary>
    Connection,

    /// <summary>What answers speaks HTTP and lets the caller in.</summary>
    Protocol,

    /// <summary>What answers is the kind of server that it is said to be.</summary>
    Identity,

    /// <summary>The model is there and can be read.</summary>
    Model,

    /// <summary>The model computes where it is meant to.</summary>
    Accelerator,

    /// <summary>The machine that all of it runs on.</summary>
    Machine,
}
