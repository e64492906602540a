namespace Ziggie.Engine.Grammars;

/// <summary>A grammar cannot be made of what was asked for. The message names the place in the schema, what is wrong there and how to mend it.</summary>
/// <param name="path">Where, as in <c>#/properties/age/minimum</c>; empty where it is the whole.</param>
public sealed class GrammarException(string path, string problem) : Exception(path.Length == 0 ? problem : $"{path}: {problem}")
{
    public string Path { get; } = path;
}
