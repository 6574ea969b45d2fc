namespace Axle.Agents.Kinds;

/// <summary>Whether a run was started by somebody who trusts the files it works on, so that they may start programs and send data away.</summary>
/// <param name="attributes">Facts the host gave the run when it started.</param>
public delegate bool HostTrust(IReadOnlyDictionary<string, string> attributes);
