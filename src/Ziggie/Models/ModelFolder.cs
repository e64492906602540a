using Ziggie.Models.Pulls;
using Ziggie.Settings;

namespace Ziggie.Models;

/// <summary>Where models lie, as the settings say now.</summary>
internal sealed class ModelFolder(ISettings settings, DataDirectory data)
{
    public StoreFolder Current => new(settings.Current.Models.Path ?? data.File("models"));
}
