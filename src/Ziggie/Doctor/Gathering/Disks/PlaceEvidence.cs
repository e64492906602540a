namespace Ziggie.Doctor.Gathering.Disks;

/// <summary>A folder that matters, and the disk below it.</summary>
/// <param name="What">What lies there, e.g. <c>Ziggie's data</c>.</param>
/// <param name="Path">The folder, or the nearest one above it that is there.</param>
/// <param name="IsWritten">Whether Ziggie writes there, and can't work where it may not.</param>
/// <param name="Inodes">0 on file systems that make them as needed.</param>
internal sealed record PlaceEvidence(string What, string Path, bool IsWritten, long Total, long Available, long Inodes, long InodesFree, bool IsReadOnly);
