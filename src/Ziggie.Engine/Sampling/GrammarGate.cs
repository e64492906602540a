using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Ziggie.Engine.Native;
using Ziggie.Engine.Replies.Grammar;

namespace Ziggie.Engine.Sampling;

/// <summary>
/// A grammar over one generation: from its beginning, or asleep until a trigger. What wakes it is looked for here: llama.cpp would search all that
/// was said anew with each token, and its expressions end the process where a text is long.
/// </summary>
internal sealed unsafe class GrammarGate : IDisposable
{
    /// <summary>Bytes from the beginning in which a pattern is looked for.</summary>
    private const int PatternReach = 2048;
    private static readonly TimeSpan s_longestMatch = TimeSpan.FromMilliseconds(50);

    private readonly string _text;
    private readonly Vocabulary _vocabulary;
    private readonly IReadOnlyList<GrammarTrigger> _triggers;
    private readonly int _window;
    private readonly List<(int Token, string Piece)> _said = [];
    private SamplerHandle? _awake;
    private int _length;

    /// <exception cref="EngineException">llama.cpp does not take it.</exception>
    public GrammarGate(string text, IReadOnlyList<GrammarTrigger> triggers, Vocabulary vocabulary)
    {
        (_text, _triggers, _vocabulary) = (text, triggers, vocabulary);
        _window = triggers.Any(t => t.IsPattern) ? PatternReach : triggers.Select(t => t.Text.Length).DefaultIfEmpty(0).Max();
        // Also one that sleeps is tried now, so that a mistake in it is told before the answer begins.
        var sampler = Create(lazyBy: null);
        if (triggers.Count == 0) _awake = sampler;
        else sampler.Dispose();
    }

    /// <summary>It holds now.</summary>
    public bool IsAwake => _awake is not null;

    public bool Allows(int token)
    {
        if (_awake is null) return true;
        var one = new LlamaTokenData { Id = token, Logit = 1 };
        var only = new LlamaTokenDataArray { Data = &one, Size = 1, Selected = -1 };
        Llama.SamplerApply(_awake, &only);
        return !float.IsNegativeInfinity(one.Logit);
    }

    /// <summary>Makes all that may not come next impossible.</summary>
    public void Apply(LlamaTokenDataArray* candidates) => Llama.SamplerApply(_awake!, candidates);

    /// <summary>The token was chosen.</summary>
    public void Accept(int token)
    {
        if (_awake is not null) Llama.SamplerAccept(_awake, token);
        else if (_triggers.Count > 0) Watch(token);
    }

    public void Dispose() => _awake?.Dispose();

    private void Watch(int token)
    {
        var piece = Encoding.UTF8.GetString(_vocabulary.Piece(token, special: true));
        _said.Add((token, piece));
        _length += piece.Length;
        var all = string.Concat(_said.Select(s => s.Piece));
        if (_triggers.FirstOrDefault(t => Wakes(t, all)) is { } trigger)
        {
            _awake = Create(trigger.Pattern);
            foreach (var (said, _) in _said) Llama.SamplerAccept(_awake, said);
            _said.Clear();
            return;
        }
        if (_triggers.Any(t => t.IsPattern) && _length <= PatternReach) return;
        // Only what may be the beginning of a trigger is kept.
        while (_said.Count > 1 && all.Length - _said[0].Piece.Length >= _window && !_triggers.Any(t => t.IsPattern && _length <= PatternReach))
        {
            all = all[_said[0].Piece.Length..];
            _said.RemoveAt(0);
        }
    }

    private bool Wakes(GrammarTrigger trigger, string all)
    {
        if (!trigger.IsPattern) return all.Contains(trigger.Text, StringComparison.Ordinal);
        if (_length > PatternReach) return false;
        try
        {
            return Regex.IsMatch(all, trigger.Text, RegexOptions.CultureInvariant, s_longestMatch);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private SamplerHandle Create(string? lazyBy)
    {
        NativeLog.Forget();
        SamplerHandle sampler;
        if (lazyBy is null)
        {
            sampler = Llama.Grammar(_vocabulary.Pointer, _text, "root");
        }
        else
        {
            var pattern = Marshal.StringToCoTaskMemUTF8(lazyBy);
            try
            {
                sampler = Llama.LazyGrammar(_vocabulary.Pointer, _text, "root", (byte**)&pattern, 1, null, 0);
            }
            finally
            {
                Marshal.FreeCoTaskMem(pattern);
            }
        }
        if (!sampler.IsInvalid) return sampler;
        throw new EngineException("grammar.invalid", $"The grammar cannot be used: {(NativeLog.Troubles() is [.., var said] ? said : "llama.cpp gave no reason")}.") { Kind = Wire.ErrorKind.BadRequest, Param = "grammar" };
    }
}
