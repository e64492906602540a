namespace Ziggie.Benchmarks.Macro;

/// <summary>Runs both sides in turn, each round in the other order, so that neither profits from coming second.</summary>
internal static class Alternating
{
    public const int Rounds = 5;

    public static async Task<IReadOnlyList<Pair<T>>> RunAsync<T>(string name, Func<Task<T>> ziggie, Func<Task<T>> peer)
    {
        var pairs = new List<Pair<T>>();
        for (var round = 0; round < Rounds; round++)
        {
            await Console.Error.WriteLineAsync($"{name}: round {round + 1} of {Rounds}");
            if (round % 2 == 0)
            {
                var first = await ziggie();
                pairs.Add(new Pair<T>(first, await peer()));
            }
            else
            {
                var first = await peer();
                pairs.Add(new Pair<T>(await ziggie(), first));
            }
        }
        return pairs;
    }
}
