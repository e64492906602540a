namespace Ziggie.Machine.Sampling.Gpus;

/// <summary>One maker's graphics cards. Called by one thread at a time; it may hang as a driver does, but never throws.</summary>
internal interface IGpuReader
{
    /// <summary>The maker, in small letters.</summary>
    string Vendor { get; }

    GpuReading Read();
}

/// <param name="Unavailable">Why they cannot be read; null where they can, or where there are none.</param>
internal sealed record GpuReading(IReadOnlyList<GpuStats> Gpus, string? Unavailable = null);
