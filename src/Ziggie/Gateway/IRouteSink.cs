namespace Ziggie.Gateway;

/// <summary>A reply's sink that also wants to know where the reply comes from, before it begins. The front door tells it where it can.</summary>
internal interface IRouteSink
{
    void Routed(string backend, string model, string route);
}
