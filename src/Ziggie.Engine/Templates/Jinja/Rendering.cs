using System.Globalization;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja;

/// <summary>One run of a template: its limits, its clock and where it stands.</summary>
internal sealed class Rendering(Limits limits, TimeProvider time)
{
    private long _work;
    private int _calls;

    public Limits Limits => limits;

    /// <summary>The line being run, for messages.</summary>
    public int Line { get; set; }

    public DateTimeOffset Now => time.GetLocalNow();

    /// <summary>Counts work that grows with the data.</summary>
    public void Charge(long amount)
    {
        _work += amount;
        if (_work > limits.Work) throw new Fault("the template does too much work for one prompt");
    }

    /// <summary>Counts items that are copied; each takes more room and time than a character.</summary>
    public void ChargeItems(long count) => Charge(count * 64);

    public Value Text(string text)
    {
        Charge(text.Length);
        return text.Length > limits.Output ? throw new Fault($"a text grows beyond {limits.Output.ToString(CultureInfo.InvariantCulture)} characters") : Value.Of(text);
    }

    public void EnterCall()
    {
        if (++_calls > limits.Calls) throw new Fault($"macros call each other more than {limits.Calls.ToString(CultureInfo.InvariantCulture)} deep");
    }

    public void LeaveCall() => _calls--;
}
