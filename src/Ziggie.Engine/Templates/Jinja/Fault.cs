namespace Ziggie.Engine.Templates.Jinja;

/// <summary>Something a template may not do, thrown where the line is not known; the renderer adds it.</summary>
internal sealed class Fault(string cause, bool refused = false) : Exception(cause)
{
    public bool Refused { get; } = refused;
}
