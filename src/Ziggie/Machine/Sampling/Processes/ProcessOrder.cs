using Ziggie.Machine.Files;

namespace Ziggie.Machine.Sampling.Processes;

/// <summary>By what processes are listed, the largest first.</summary>
internal enum ProcessSort { Cpu, Memory }

/// <summary>Puts the rows of a sweep in order without moving or copying them.</summary>
internal sealed class ProcessOrder
{
    private int[] _order = [];
    private (double, long)[] _keys = [];

    /// <summary>The numbers of the first rows in this order; good until the next call.</summary>
    public ReadOnlySpan<int> Top(ReadOnlySpan<ProcessRow> rows, ProcessSort sort, int limit)
    {
        if (_order.Length < rows.Length) (_order, _keys) = (new int[2 * rows.Length], new (double, long)[2 * rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            _order[i] = i;
            // Negative, so that the largest comes first.
            _keys[i] = sort == ProcessSort.Cpu ? (-rows[i].CpuPercent, -rows[i].ResidentPages) : (-rows[i].ResidentPages, rows[i].Pid);
        }
        _keys.AsSpan(0, rows.Length).Sort(_order.AsSpan(0, rows.Length));
        return _order.AsSpan(0, Math.Min(limit, rows.Length));
    }
}
