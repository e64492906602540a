using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;

namespace Ziggie.Doctor.Checks;

/// <summary>One question to the evidence. Pure: the same evidence gives the same findings. Registered in <see cref="DoctorModule"/>.</summary>
internal interface ICheck
{
    /// <summary>Named where it fails.</summary>
    string Name { get; }

    IEnumerable<Finding> Look(Evidence evidence);
}
