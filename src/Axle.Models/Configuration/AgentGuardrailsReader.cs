using Axle.Models.Guarding;
using Axle.Models.Guarding.Output;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>Reads <c>guardrails</c> of an agent's file: <c>output</c> and <c>escalation</c>, as they are written in <c>axle.yaml</c>.</summary>
public static class AgentGuardrailsReader
{
    private const string Section = "guardrails";
    private static readonly string[] Keys = ["output", "escalation"];

    /// <summary>Reads the section.</summary>
    /// <param name="section">What stands under the key.</param>
    /// <param name="fault">Told of each fault: line, column, what is wrong and how to mend it.</param>
    public static AgentGuardrails Read(YamlNode section, Action<long, long, string> fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var reader = new SectionReader(new ConfigurationFaults((place, message) => fault(place.Line, place.Column, $"{place.Path}: {message}")));
        return reader.ReadEach(AgentGuardrails.None, Section, section, (read, key, node, place) => key switch
        {
            "output" => read with { Output = new OutputSection(reader).Read(OutputOptions.None, $"{Section}.{key}", node) },
            "escalation" => read with { Escalation = Override(reader, node, place) },
            _ => reader.Fault(read, place, SectionReader.UnknownKey(key, Keys)),
        });
    }

    // What the file leaves out stays as it is in general, which is not known here: faults are told once, and the section is read again over it.
    private static Func<EscalationOptions, EscalationOptions> Override(SectionReader reader, YamlNode node, ConfigurationPlace place)
    {
        new EscalationSection(reader).Read(new EscalationOptions(), place.Path, node, place);
        return general => new EscalationSection(new SectionReader(new ConfigurationFaults(static (_, _) => { }))).Read(general, place.Path, node, place);
    }
}
