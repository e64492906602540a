using System.Globalization;
using System.Text;

namespace Ziggie.Usage.Metrics;

/// <summary>Writes Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <summary>Begins a family; all its samples follow.</summary>
    public void Family(string name, string type, string help) =>
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0) _text.Append('{').Append(labels).Append('}');
        _text.Append(CultureInfo.InvariantCulture, $" {value}\n");
    }

    public void Sample(string name, string labels, long value) => Sample(name, labels, (double)value);

    /// <summary>One histogram under one set of labels; nothing where nothing was observed.</summary>
    public void Histogram(string name, string labels, MetricHistogram histogram)
    {
        var limits = histogram.Bounds.Values;
        Span<long> counts = stackalloc long[limits.Length + 1];
        histogram.CopyTo(counts);
        var seen = 0L;
        foreach (var count in counts) seen += count;
        if (seen == 0) return;
        var comma = labels.Length > 0 ? "," : "";
        seen = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            var bound = i < limits.Length ? (limits[i] / histogram.Bounds.PerUnit).ToString(CultureInfo.InvariantCulture) : "+Inf";
            _text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {seen}\n");
        }
        Sample(name + "_sum", labels, histogram.Sum);
        Sample(name + "_count", labels, seen);
    }
}
