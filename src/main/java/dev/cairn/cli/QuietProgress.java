package dev.cairn.cli;

/** {@code --quiet}: says nothing; failures still end the program with their line. */
final class QuietProgress implements Progress {

  @Override
  public void note(String line) {}

  @Override
  public void uploading(UploadCount count) {}

  @Override
  public void job(JobView job) {}

  @Override
  public void event(String job, ServerEvent event) {}

  @Override
  public void close() {}
}
