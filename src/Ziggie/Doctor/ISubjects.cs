using Ziggie.Doctor.Gathering;

namespace Ziggie.Doctor;

/// <summary>What the doctor is asked about, as of now.</summary>
internal interface ISubjects
{
    Subjects Now();
}
