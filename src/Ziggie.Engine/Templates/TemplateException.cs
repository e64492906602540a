namespace Ziggie.Engine.Templates;

/// <summary>A chat template that cannot be read or cannot render this conversation; the message names the line and the cause.</summary>
public sealed class TemplateException : Exception
{
    /// <param name="line">Line of the template, from 1; 0 where none can be named.</param>
    /// <param name="refused">The template itself refused the conversation (<c>raise_exception</c>).</param>
    public TemplateException(string cause, int line, bool refused = false, Exception? inner = null)
        : base(Describe(cause, line, refused), inner)
    {
        Cause = cause;
        Line = line;
        Refused = refused;
    }

    /// <summary>What is wrong, without the line.</summary>
    public string Cause { get; }

    /// <summary>Line of the template, from 1; 0 where none can be named.</summary>
    public int Line { get; }

    /// <summary>The template itself refused the conversation: the request is at fault, not the template.</summary>
    public bool Refused { get; }

    private static string Describe(string cause, int line, bool refused)
    {
        var where = line > 0 ? $" (line {line} of the template)" : "";
        return refused ? $"The model's chat template refuses this conversation: {cause}{where}" : $"The model's chat template fails: {cause}{where}";
    }
}
