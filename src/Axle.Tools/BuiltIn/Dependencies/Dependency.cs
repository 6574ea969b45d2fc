namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>One dependency as a manifest declares it.</summary>
/// <param name="Ecosystem">Package world: npm, nuget, maven, pypi, go, cargo, rubygems, packagist, pub, hex, swift, debian.</param>
/// <param name="Name">Package name; <c>group:artifact</c> for Maven.</param>
/// <param name="Spec">Version specification as written; null when there is none.</param>
/// <param name="Scope">What it is for: <c>runtime</c>, <c>dev</c>, <c>test</c>, <c>build</c>, <c>optional</c> or <c>peer</c>.</param>
/// <param name="File">Manifest, relative to the workspace.</param>
/// <param name="Line">Line of the declaration, from 1.</param>
public sealed record Dependency(string Ecosystem, string Name, string? Spec, string Scope, string File, int Line);

/// <summary>One manifest and what it says beside its dependencies.</summary>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Ecosystem">Package world.</param>
/// <param name="Name">Name of the package or project; null when it says none.</param>
/// <param name="IsApplication">Whether it is something that runs rather than a library, as far as the manifest shows.</param>
/// <param name="LockFile">Lock file that covers it, relative to the workspace; null when there is none.</param>
/// <param name="DependencyCount">How many dependencies it declares.</param>
public sealed record Manifest(string File, string Ecosystem, string? Name, bool IsApplication, string? LockFile, int DependencyCount);
