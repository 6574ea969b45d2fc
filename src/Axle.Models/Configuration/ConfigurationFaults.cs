namespace Axle.Models.Configuration;

/// <summary>Collects everything that is wrong, so that a person mends a file once.</summary>
internal sealed class ConfigurationFaults
{
    private const int MostFaults = 50;
    private readonly List<string> _faults = [];
    private readonly Action<ConfigurationPlace, string> _add;

    /// <summary>Collects the faults of a file.</summary>
    public ConfigurationFaults(string fileName) => _add = (place, message) => Add($"{fileName}({place.Line},{place.Column}): {place.Path}: {message}");

    /// <summary>Hands the faults of a section on to whoever reads the file around it.</summary>
    public ConfigurationFaults(Action<ConfigurationPlace, string> add) => _add = add;

    /// <summary>Notes a fault of the file.</summary>
    public void Add(ConfigurationPlace place, string message) => _add(place, message);

    /// <summary>Notes a fault of anything else.</summary>
    public void Add(string message) => _faults.Add(message);

    /// <summary>Throws when there is any.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>, with every fault on a line of its own.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count == 0)
            return;
        var shown = string.Join('\n', _faults.Take(MostFaults));
        var rest = _faults.Count > MostFaults ? $"\n… and {_faults.Count - MostFaults} more" : "";
        throw new AxleException(ErrorKind.Validation, $"The model configuration has {_faults.Count} {(_faults.Count == 1 ? "fault" : "faults")}:\n{shown}{rest}");
    }
}

/// <summary>Where a value stands in a file.</summary>
/// <param name="Path">Keys from the top, joined by dots.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct ConfigurationPlace(string Path, long Line, long Column);
