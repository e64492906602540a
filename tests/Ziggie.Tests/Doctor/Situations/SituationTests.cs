namespace Ziggie.Tests.Doctor.Situations;

/// <summary>Each builds what the doctor of any other would find too: one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SituationTests
{
    public const string Name = "situations";
}
