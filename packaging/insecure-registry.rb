# Homebrew: brew install --formula ./insecure-registry.rb
class InsecureRegistry < Formula
  desc "Finds insecure registries and exposed registry credentials in manifests"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "@REPOSITORY@/releases/download/v@VERSION@/insecure-registry-@VERSION@-aarch64-apple-darwin.tar.gz"
      sha256 "@SHA256:aarch64-apple-darwin@"
    end
    on_intel do
      url "@REPOSITORY@/releases/download/v@VERSION@/insecure-registry-@VERSION@-x86_64-apple-darwin.tar.gz"
      sha256 "@SHA256:x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "@REPOSITORY@/releases/download/v@VERSION@/insecure-registry-@VERSION@-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256:aarch64-unknown-linux-musl@"
    end
    on_intel do
      url "@REPOSITORY@/releases/download/v@VERSION@/insecure-registry-@VERSION@-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256:x86_64-unknown-linux-musl@"
    end
  end

  def install
    bin.install "insecure-registry"
    bin.install_symlink "insecure-registry" => "kubectl-insecure_registry"
    man1.install Dir["man/*"]
    bash_completion.install "completions/insecure-registry.bash" => "insecure-registry"
    zsh_completion.install "completions/insecure-registry.zsh" => "_insecure-registry"
    fish_completion.install "completions/insecure-registry.fish"
  end

  test do
    (testpath/"pod.yaml").write <<~YAML
      {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: "localhost:5000/a"}]}}
    YAML
    assert_match "loopback-registry", shell_output("#{bin}/insecure-registry check pod.yaml", 1)
  end
end
